extension JSON {
    /// UTF-8 without spaces, members in insertion order: what an answer carries.
    package var bytes: [UInt8] {
        var writer = JSONWriter(isCanonical: false)
        writer.write(self)
        return writer.bytes
    }

    /// `bytes` as text.
    package func serialized() -> String { String(decoding: bytes, as: UTF8.self) }

    /// The form of RFC 8785, the same for equal documents, for hashing and signing: keys sorted by UTF-16 code units,
    /// the shortest escapes, numbers as ECMAScript writes them (one stated difference at `JSONNumber.canonicalText`).
    package var canonicalBytes: [UInt8] {
        var writer = JSONWriter(isCanonical: true)
        writer.write(self)
        return writer.bytes
    }
}

/// Writes a document's text, byte by byte: a tree that is there already, or an answer's members one after the other
/// (`JSONMembers`), without a tree between.
package struct JSONWriter: Sendable {
    private static let hexDigits = Array("0123456789abcdef".utf8)

    private let isCanonical: Bool
    package private(set) var bytes: [UInt8] = []

    package init() { self.init(isCanonical: false) }

    fileprivate init(isCanonical: Bool) {
        self.isCanonical = isCanonical
        bytes.reserveCapacity(256)
    }

    package mutating func write(_ value: JSON) {
        switch value {
        case .object(let object): write(object)
        case .array(let elements): array(elements) { $1.write($0) }
        case .string(let text): write(text)
        case .number(let number): write(plain: isCanonical ? number.canonicalText : number.text)
        case .bool(let flag): write(plain: flag ? "true" : "false")
        case .null: write(plain: "null")
        }
    }

    private mutating func write(_ object: JSONObject) {
        let members = isCanonical ? object.members.sorted { Self.precedes($0.key, $1.key) } : object.members
        self.object { text in
            for member in members { text.put(member.key, member.value) }
        }
    }

    /// One object whose members are put inside.
    package mutating func object<Failure: Error>(
        _ members: (inout JSONWriter) throws(Failure) -> Void
    ) throws(Failure) {
        bytes.append(UInt8(ascii: "{"))
        try members(&self)
        close(with: UInt8(ascii: "}"))
    }

    /// One list, each element of which is written by `element`.
    package mutating func array<Element, Failure: Error>(
        _ elements: some Sequence<Element>,
        _ element: (Element, inout JSONWriter) throws(Failure) -> Void
    ) throws(Failure) {
        bytes.append(UInt8(ascii: "["))
        for one in elements {
            try element(one, &self)
            bytes.append(UInt8(ascii: ","))
        }
        close(with: UInt8(ascii: "]"))
    }

    /// The name of the member whose value is written next, and the value.
    package mutating func member<Failure: Error>(
        _ name: String,
        _ value: (inout JSONWriter) throws(Failure) -> Void
    ) throws(Failure) {
        begin(member: name)
        try value(&self)
        endMember()
    }

    mutating func begin(member name: String) {
        write(name)
        bytes.append(UInt8(ascii: ":"))
    }

    mutating func endMember() { bytes.append(UInt8(ascii: ",")) }

    /// Each member and element leaves a comma behind it; the last one's place is the bracket's.
    private mutating func close(with bracket: UInt8) {
        guard bytes.last == UInt8(ascii: ",") else { return bytes.append(bracket) }
        bytes[bytes.count - 1] = bracket
    }

    package mutating func write(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { utf8 in
            var plain = utf8
            while let place = plain.firstIndex(where: { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C }) {
                bytes.append(contentsOf: UnsafeBufferPointer(rebasing: plain[..<place]))
                writeEscape(plain[place])
                plain = UnsafeBufferPointer(rebasing: plain[(place + 1)...])
            }
            bytes.append(contentsOf: plain)
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Quoted, and free of anything that wants an escape: an id, an instant. `count` bytes at most.
    mutating func write(quoted count: Int, _ fill: (UnsafeMutableBufferPointer<UInt8>) -> Int) {
        bytes.append(UInt8(ascii: "\""))
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: count) { buffer in
            let written = fill(buffer)
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: buffer[..<written]))
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func write(plain text: String) {
        var text = text
        text.withUTF8 { bytes.append(contentsOf: $0) }
    }

    private mutating func writeEscape(_ byte: UInt8) {
        bytes.append(UInt8(ascii: "\\"))
        switch byte {
        case 0x22, 0x5C: bytes.append(byte)
        case 0x08: bytes.append(UInt8(ascii: "b"))
        case 0x0C: bytes.append(UInt8(ascii: "f"))
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        default:
            bytes.append(contentsOf: "u00".utf8)
            bytes.append(Self.hexDigits[Int(byte >> 4)])
            bytes.append(Self.hexDigits[Int(byte & 15)])
        }
    }

    private static func precedes(_ left: String, _ right: String) -> Bool {
        left.utf16.lexicographicallyPrecedes(right.utf16)
    }
}
