/// Why a calendar document or a line of versions is refused: a code, where, and the values in question.
package struct CalendarError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Code: String, CaseIterable, Sendable {
        case unknownField = "unknown_field"
        case wrongType = "wrong_type"
        case missingZone = "missing_zone"
        case unknownZone = "unknown_zone"
        case badTime = "bad_time"
        case badDate = "bad_date"
        case badWeekday = "bad_weekday"
        case badWindow = "bad_window"
        case alwaysOpenWithWindows = "always_open_with_windows"
        case tooMany = "too_many"
        case noVersion = "no_version"
    }

    package let code: Code
    /// JSON pointer (RFC 6901) into the document; empty for the document itself.
    package let pointer: String
    package let parameters: [String: String]

    package init(_ code: Code, at pointer: String = "", _ parameters: [String: String] = [:]) {
        self.code = code
        self.pointer = pointer
        self.parameters = parameters
    }

    package var description: String {
        let values = parameters.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ", ")
        let place = pointer.isEmpty ? "" : " at \(pointer)"
        return code.rawValue + place + (values.isEmpty ? "" : " (\(values))")
    }
}
