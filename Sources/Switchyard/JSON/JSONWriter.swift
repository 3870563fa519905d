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
/// (`JSONMembers`), without a tree between. What takes a closure is inlinable, because the views are in another module and
/// would go a way round for every member.
@usableFromInline
package struct JSONWriter: Sendable {
    private static let hexDigits = Array("0123456789abcdef".utf8)
    /// In bytes; with an array's head just what glibc still gives from a thread's own lists.
    private static let roomAtFirst = 1_000
    /// The longest of 64 bits, with its sign.
    private static let numberBytesMax = 20

    private let isCanonical: Bool
    /// The text so far and, behind it, room for more.
    private var buffer = [UInt8](repeating: 0, count: roomAtFirst)
    private var count = 0

    package init() { self.init(isCanonical: false) }

    fileprivate init(isCanonical: Bool) { self.isCanonical = isCanonical }

    package var bytes: [UInt8] { Array(buffer[..<count]) }

    package mutating func write(_ value: JSON) {
        switch value {
        case .object(let object): write(object)
        case .array(let elements): array(elements) { $1.write($0) }
        case .string(let text): write(text)
        case .number(let number): write(plain: isCanonical ? number.canonicalText : number.text)
        case .bool(let flag): write(plain: flag ? "true" : "false")
        case .null: writeNull()
        }
    }

    private mutating func write(_ object: JSONObject) {
        let members = object.members
        self.object { text in
            guard text.isCanonical else {
                for member in members { text.put(member.key, member.value) }
                return
            }
            // Their places are put in order: a member is large to move.
            for place in members.indices.sorted(by: { Self.precedes(members[$0].key, members[$1].key) }) {
                text.put(members[place].key, members[place].value)
            }
        }
    }

    /// One object whose members are put inside.
    @inlinable
    package mutating func object<Failure: Error>(
        _ members: (inout JSONWriter) throws(Failure) -> Void
    ) throws(Failure) {
        write(UInt8(ascii: "{"))
        try members(&self)
        write(UInt8(ascii: "}"))
    }

    /// One list, each element of which is written by `element`.
    @inlinable
    package mutating func array<Element, Failure: Error>(
        _ elements: some Sequence<Element>,
        _ element: (Element, inout JSONWriter) throws(Failure) -> Void
    ) throws(Failure) {
        write(UInt8(ascii: "["))
        for one in elements {
            if !isFirst(after: UInt8(ascii: "[")) { write(UInt8(ascii: ",")) }
            try element(one, &self)
        }
        write(UInt8(ascii: "]"))
    }

    /// The name of the member whose value is written next, and the value.
    @inlinable
    package mutating func member<Failure: Error>(
        _ name: String,
        _ value: (inout JSONWriter) throws(Failure) -> Void
    ) throws(Failure) {
        begin(member: name)
        try value(&self)
    }

    @usableFromInline
    mutating func begin(member name: String) {
        let isFirst = isFirst(after: UInt8(ascii: "{"))
        var name = name
        name.withUTF8 { utf8 in
            guard !Self.hasEscape(utf8) else {
                if !isFirst { write(UInt8(ascii: ",")) }
                writeEscaping(utf8)
                return write(UInt8(ascii: ":"))
            }
            write(atMost: utf8.count + 4) { room in
                room[0] = UInt8(ascii: ",")
                let start = isFirst ? 0 : 1
                room[start] = UInt8(ascii: "\"")
                (room + start + 1).update(from: utf8)
                room[start + 1 + utf8.count] = UInt8(ascii: "\"")
                room[start + 2 + utf8.count] = UInt8(ascii: ":")
                return start + 3 + utf8.count
            }
        }
    }

    /// No text of a value ends with an opening bracket, so one that stands there has just been opened.
    @usableFromInline
    func isFirst(after bracket: UInt8) -> Bool { count == 0 || buffer[count - 1] == bracket }

    mutating func writeNull() { write(plain: "null") }

    package mutating func write(_ text: String) {
        var text = text
        text.withUTF8 { utf8 in
            guard !Self.hasEscape(utf8) else { return writeEscaping(utf8) }
            write(quoted: utf8.count) { room in
                room.update(from: utf8)
                return utf8.count
            }
        }
    }

    private mutating func writeEscaping(_ utf8: UnsafeBufferPointer<UInt8>) {
        write(UInt8(ascii: "\""))
        for byte in utf8 {
            if Self.isEscaped(byte) { writeEscape(byte) } else { write(byte) }
        }
        write(UInt8(ascii: "\""))
    }

    /// Quoted, and free of anything that wants an escape: an id, an instant. `count` bytes at most.
    mutating func write(quoted count: Int, _ fill: (UnsafeMutablePointer<UInt8>) -> Int) {
        write(atMost: count + 2) { room in
            room[0] = UInt8(ascii: "\"")
            let written = fill(room + 1)
            room[written + 1] = UInt8(ascii: "\"")
            return written + 2
        }
    }

    /// A number, or one of the three words.
    mutating func write(plain text: String) {
        var text = text
        text.withUTF8 { utf8 in
            write(atMost: utf8.count) { room in
                room.update(from: utf8)
                return utf8.count
            }
        }
    }

    mutating func write(_ number: Int64) {
        write(atMost: JSONWriter.numberBytesMax) { room in
            var place = JSONWriter.numberBytesMax
            var rest = number.magnitude
            repeat {
                place -= 1
                room[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
                rest /= 10
            } while rest > 0
            if number < 0 {
                place -= 1
                room[place] = UInt8(ascii: "-")
            }
            let written = JSONWriter.numberBytesMax - place
            room.update(from: room + place, count: written)
            return written
        }
    }

    @usableFromInline
    mutating func write(_ byte: UInt8) {
        makeRoom(1)
        buffer[count] = byte
        count += 1
    }

    /// So many bytes at most, which `fill` puts into the room it is given; it says how many they are.
    private mutating func write(atMost most: Int, _ fill: (UnsafeMutablePointer<UInt8>) -> Int) {
        makeRoom(most)
        let start = count
        count += buffer.withUnsafeMutableBufferPointer { buffer in
            guard let room = buffer.baseAddress else { return 0 }
            return fill(room + start)
        }
    }

    private mutating func makeRoom(_ bytes: Int) {
        let missing = count + bytes - buffer.count
        guard missing > 0 else { return }
        buffer.append(contentsOf: repeatElement(0, count: max(missing, buffer.count)))
    }

    private mutating func writeEscape(_ byte: UInt8) {
        write(UInt8(ascii: "\\"))
        switch byte {
        case 0x22, 0x5C: write(byte)
        case 0x08: write(UInt8(ascii: "b"))
        case 0x0C: write(UInt8(ascii: "f"))
        case 0x0A: write(UInt8(ascii: "n"))
        case 0x0D: write(UInt8(ascii: "r"))
        case 0x09: write(UInt8(ascii: "t"))
        default:
            write(plain: "u00")
            write(Self.hexDigits[Int(byte >> 4)])
            write(Self.hexDigits[Int(byte & 15)])
        }
    }

    private static func isEscaped(_ byte: UInt8) -> Bool { byte < 0x20 || byte == 0x22 || byte == 0x5C }

    /// Whether any byte is escaped, eight at a time: almost no text has one. The last eight overlap those before.
    private static func hasEscape(_ utf8: UnsafeBufferPointer<UInt8>) -> Bool {
        let bytes = UnsafeRawBufferPointer(utf8)
        let last = bytes.count - 8
        guard last >= 0 else { return utf8.contains(where: isEscaped) }
        for offset in stride(from: 0, to: last, by: 8) {
            if hasEscape(bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)) { return true }
        }
        return hasEscape(bytes.loadUnaligned(fromByteOffset: last, as: UInt64.self))
    }

    /// A byte from which something larger is subtracted borrows, which sets its highest bit; one that had that bit before is
    /// no ASCII.
    private static func hasEscape(_ eight: UInt64) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highest = ones &* 0x80
        let quotes = eight ^ (ones &* 0x22)
        let backslashes = eight ^ (ones &* 0x5C)
        let controls = (eight &- (ones &* 0x20)) & ~eight
        let marks = ((quotes &- ones) & ~quotes) | ((backslashes &- ones) & ~backslashes)
        return (controls | marks) & highest != 0
    }

    /// By UTF-16 code units. Bytes of UTF-8 are in the same order, but for those that begin the last characters of two bytes
    /// of UTF-16 (from U+E000) and those that take four.
    private static func precedes(_ left: String, _ right: String) -> Bool {
        var (leftText, rightText) = (left, right)
        let answer = leftText.withUTF8 { left -> Bool? in
            rightText.withUTF8 { right -> Bool? in
                for index in 0..<min(left.count, right.count) where left[index] != right[index] {
                    return left[index] >= 0xEE && right[index] >= 0xEE ? nil : left[index] < right[index]
                }
                return left.count < right.count
            }
        }
        return answer ?? left.utf16.lexicographicallyPrecedes(right.utf16)
    }
}

extension UnsafeMutablePointer<UInt8> {
    fileprivate func update(from bytes: UnsafeBufferPointer<UInt8>) {
        guard let start = bytes.baseAddress else { return }
        update(from: start, count: bytes.count)
    }
}
