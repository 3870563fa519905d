package import BusinessTime
package import Foundation

/// What takes an object's members one by one: a tree to go on working with, or the text of an answer. A view is written
/// once, for both, so that a list of a hundred cases needs no tree.
package protocol JSONMembers {
    mutating func put(_ name: String, _ value: some JSONEncodable)
}

extension JSONMembers {
    /// Left out when nil, where `put` writes null.
    package mutating func putIfAny(_ name: String, _ id: UUID?) {
        if let id { put(name, id) }
    }
}

extension JSONObject: JSONMembers {
    package mutating func put(_ name: String, _ value: some JSONEncodable) { self[name] = value.json }
}

extension JSONWriter: JSONMembers {
    /// The commonest types are told to the compiler, which otherwise looks up how to write a value each time one is put.
    @_specialize(where Value == String)
    @_specialize(where Value == String?)
    @_specialize(where Value == UUID)
    @_specialize(where Value == UUID?)
    @_specialize(where Value == Instant)
    @_specialize(where Value == Instant?)
    @_specialize(where Value == Int)
    @_specialize(where Value == Int64)
    @_specialize(where Value == JSON)
    package mutating func put<Value: JSONEncodable>(_ name: String, _ value: Value) {
        begin(member: name)
        value.write(to: &self)
    }
}

extension JSONEncodable {
    package func write(to text: inout JSONWriter) { text.write(json) }
}

extension String {
    package func write(to text: inout JSONWriter) { text.write(self) }
}

extension Int {
    package func write(to text: inout JSONWriter) { text.write(Int64(self)) }
}

extension Int64 {
    package func write(to text: inout JSONWriter) { text.write(self) }
}

extension UUID {
    package func write(to text: inout JSONWriter) {
        text.write(quoted: UUID.textBytes) { room in
            writeText(to: UnsafeMutableBufferPointer(start: room, count: UUID.textBytes))
            return UUID.textBytes
        }
    }
}

extension Instant: JSONEncodable {
    package var json: JSON { .string(iso8601) }

    package func write(to text: inout JSONWriter) {
        text.write(quoted: Instant.iso8601BytesMax) { room in
            writeISO8601(to: UnsafeMutableBufferPointer(start: room, count: Instant.iso8601BytesMax))
        }
    }
}

extension Optional where Wrapped: JSONEncodable {
    package func write(to text: inout JSONWriter) {
        guard let self else { return text.writeNull() }
        self.write(to: &text)
    }
}

extension Array where Element: JSONEncodable {
    package func write(to text: inout JSONWriter) {
        text.array(self) { $0.write(to: &$1) }
    }
}
