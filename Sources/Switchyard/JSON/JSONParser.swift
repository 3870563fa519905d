/// Strict RFC 8259 in one pass over bytes.
///
/// Refused beyond the grammar: text that is not UTF-8, a byte order mark, duplicate keys, lone surrogates, U+0000
/// (PostgreSQL cannot store it), numbers outside a double's range, and whatever passes `JSONLimits`.
package enum JSONParser {
    package static func parse(
        _ bytes: UnsafeRawBufferPointer,
        limits: JSONLimits = JSONLimits()
    ) throws(JSONError) -> JSON {
        guard bytes.count <= limits.bytesMax else { throw JSONError(.tooLarge, at: limits.bytesMax) }
        var reader = JSONReader(bytes: bytes, limits: limits)
        return try reader.document()
    }

    package static func parse(_ bytes: [UInt8], limits: JSONLimits = JSONLimits()) throws(JSONError) -> JSON {
        let result = bytes.withUnsafeBytes { buffer in
            Result { () throws(JSONError) in try parse(buffer, limits: limits) }
        }
        return try result.get()
    }

    /// Any other collection of bytes (a slice, a network buffer's view) is copied once.
    package static func parse(
        _ bytes: some Collection<UInt8>,
        limits: JSONLimits = JSONLimits()
    ) throws(JSONError) -> JSON {
        guard bytes.count <= limits.bytesMax else { throw JSONError(.tooLarge, at: limits.bytesMax) }
        return try parse(Array(bytes), limits: limits)
    }

    package static func parse(_ text: String, limits: JSONLimits = JSONLimits()) throws(JSONError) -> JSON {
        try parse(Array(text.utf8), limits: limits)
    }
}

/// The place of one reading. Recursion is bounded by `limits.depthMax`.
struct JSONReader {
    let bytes: UnsafeRawBufferPointer
    let limits: JSONLimits
    var offset = 0
    private var depth = 0
    private var values = 0

    init(bytes: UnsafeRawBufferPointer, limits: JSONLimits) {
        self.bytes = bytes
        self.limits = limits
    }

    mutating func document() throws(JSONError) -> JSON {
        let value = try value()
        skipSpace()
        guard offset == bytes.count else { throw JSONError(.trailingGarbage, at: offset) }
        return value
    }

    private mutating func value() throws(JSONError) -> JSON {
        values += 1
        guard values <= limits.valuesMax else { throw JSONError(.tooManyValues, at: offset) }
        switch try nextByte() {
        case UInt8(ascii: "{"): return try nested { (reader) throws(JSONError) in try reader.object() }
        case UInt8(ascii: "["): return try nested { (reader) throws(JSONError) in try reader.array() }
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "-"), 0x30...0x39: return .number(try number())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: throw JSONError(.unexpectedByte, at: offset)
        }
    }

    private mutating func nested(
        _ read: (inout JSONReader) throws(JSONError) -> JSON
    ) throws(JSONError) -> JSON {
        guard depth < limits.depthMax else { throw JSONError(.tooDeep, at: offset) }
        depth += 1
        offset += 1
        let value = try read(&self)
        depth -= 1
        return value
    }

    private mutating func object() throws(JSONError) -> JSON {
        var object = JSONObject()
        if try takes(UInt8(ascii: "}")) { return .object(object) }
        repeat {
            guard try nextByte() == UInt8(ascii: "\"") else { throw JSONError(.unexpectedByte, at: offset) }
            let keyOffset = offset
            let key = try string()
            if object.contains(key) { throw JSONError(.duplicateKey, at: keyOffset).inside(key) }
            do throws(JSONError) {
                try expect(UInt8(ascii: ":"))
                object.append(key, try value())
            } catch {
                throw error.inside(key)
            }
        } while try continues(until: UInt8(ascii: "}"))
        return .object(object)
    }

    private mutating func array() throws(JSONError) -> JSON {
        var elements: [JSON] = []
        if try takes(UInt8(ascii: "]")) { return .array(elements) }
        repeat {
            do throws(JSONError) {
                elements.append(try value())
            } catch {
                throw error.inside(String(elements.count))
            }
        } while try continues(until: UInt8(ascii: "]"))
        return .array(elements)
    }

    private mutating func word(_ word: StaticString, _ value: JSON) throws(JSONError) -> JSON {
        for index in 0..<word.utf8CodeUnitCount {
            guard offset < bytes.count else { throw JSONError(.unexpectedEnd, at: offset) }
            guard bytes[offset] == word.utf8Start[index] else { throw JSONError(.unexpectedByte, at: offset) }
            offset += 1
        }
        return value
    }

    /// After an element: true over a comma, false over the closing byte.
    private mutating func continues(until closing: UInt8) throws(JSONError) -> Bool {
        if try takes(closing) { return false }
        try expect(UInt8(ascii: ","))
        return true
    }

    private mutating func takes(_ byte: UInt8) throws(JSONError) -> Bool {
        guard try nextByte() == byte else { return false }
        offset += 1
        return true
    }

    private mutating func expect(_ byte: UInt8) throws(JSONError) {
        guard try takes(byte) else { throw JSONError(.unexpectedByte, at: offset) }
    }

    private mutating func nextByte() throws(JSONError) -> UInt8 {
        skipSpace()
        guard offset < bytes.count else { throw JSONError(.unexpectedEnd, at: offset) }
        return bytes[offset]
    }

    private mutating func skipSpace() {
        while offset < bytes.count {
            switch bytes[offset] {
            case 0x20, 0x0A, 0x0D, 0x09: offset += 1
            default: return
            }
        }
    }
}
