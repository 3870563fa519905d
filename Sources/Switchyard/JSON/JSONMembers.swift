package import BusinessTime
package import Foundation

/// What takes an object's members one by one: a tree to go on working with, or the text of an answer. A view is written
/// once, for both, so that a list of a hundred cases needs no tree.
package protocol JSONMembers {
    mutating func put(_ name: String, _ value: some JSONEncodable)
}

extension JSONMembers {
    /// Left out when nil, where `put` writes null.
    package mutating func putIfAny(_ name: String, _ value: (some JSONEncodable)?) {
        if let value { put(name, value) }
    }
}

extension JSONObject: JSONMembers {
    package mutating func put(_ name: String, _ value: some JSONEncodable) { self[name] = value.json }
}

extension JSONWriter: JSONMembers {
    package mutating func put(_ name: String, _ value: some JSONEncodable) {
        begin(member: name)
        value.write(to: &self)
        endMember()
    }
}

extension JSONEncodable {
    package func write(to text: inout JSONWriter) { text.write(json) }
}

extension String {
    package func write(to text: inout JSONWriter) { text.write(self) }
}

extension UUID {
    package func write(to text: inout JSONWriter) {
        text.write(quoted: UUID.textBytes) { buffer in
            writeText(to: buffer)
            return UUID.textBytes
        }
    }
}

extension Instant: JSONEncodable {
    package var json: JSON { .string(iso8601) }

    package func write(to text: inout JSONWriter) {
        text.write(quoted: Instant.iso8601BytesMax) { writeISO8601(to: $0) }
    }
}

extension Optional where Wrapped: JSONEncodable {
    package func write(to text: inout JSONWriter) {
        guard let self else { return text.write(.null) }
        self.write(to: &text)
    }
}
