import Foundation

/// What a browser posts from the survey page (`application/x-www-form-urlencoded`).
package struct SurveyForm: Sendable, Hashable {
    /// Bytes of one posted form; a larger one is refused unread.
    package static let bytesMax = 16_384
    /// Characters of a comment that are kept.
    package static let commentCharactersMax = 2_000
    private static let fieldsMax = 16

    /// Nil: none of the five was chosen.
    package let score: Int?
    package let comment: String
    /// The field that people do not see was filled: a robot did it (`spec/surveys-reports.md V6`).
    package let isTrapped: Bool

    package init(score: Int?, comment: String = "", isTrapped: Bool = false) {
        self.score = score.flatMap { SurveyAnswer.scores.contains($0) ? $0 : nil }
        self.comment = String(comment.prefix(SurveyForm.commentCharactersMax))
        self.isTrapped = isTrapped
    }

    package init(urlEncoded bytes: [UInt8]) throws {
        guard bytes.count <= SurveyForm.bytesMax else {
            throw DomainError.field("", .tooLong, ["max": String(SurveyForm.bytesMax), "unit": "bytes"])
        }
        var fields: [String: String] = [:]
        let pairs = bytes.split(separator: UInt8(ascii: "&"), maxSplits: SurveyForm.fieldsMax)
        for pair in pairs.prefix(SurveyForm.fieldsMax) {
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = parts.first.flatMap(SurveyForm.decoded) else { continue }
            fields[name] = parts.count == 2 ? SurveyForm.decoded(parts[1]) ?? "" : ""
        }
        self.init(
            score: fields["score"].flatMap { Int($0) },
            comment: fields["comment"] ?? "",
            isTrapped: !(fields[SurveyPage.trapField] ?? "").isEmpty
        )
    }

    /// Percent and plus decoded; nil for what is not UTF-8. NUL cannot be stored and goes.
    private static func decoded(_ bytes: ArraySlice<UInt8>) -> String? {
        var plain: [UInt8] = []
        var rest = bytes
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"): plain.append(0x20)
            case UInt8(ascii: "%"):
                guard let high = rest.popFirst().flatMap(hexDigit), let low = rest.popFirst().flatMap(hexDigit) else {
                    return nil
                }
                plain.append(high << 4 | low)
            default: plain.append(byte)
            }
        }
        plain.removeAll { $0 == 0 }
        return String(validating: plain, as: UTF8.self)
    }

    private static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: nil
        }
    }
}
