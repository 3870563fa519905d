/// Why a text was refused as JSON, and where.
package struct JSONError: Error, Sendable, Hashable {
    package enum Code: String, CaseIterable, Sendable {
        case tooLarge = "too_large"
        case tooDeep = "too_deep"
        case tooManyValues = "too_many_values"
        case unexpectedEnd = "unexpected_end"
        case unexpectedByte = "unexpected_byte"
        case trailingGarbage = "trailing_garbage"
        case badNumber = "bad_number"
        case numberOutOfRange = "number_out_of_range"
        case badEscape = "bad_escape"
        case loneSurrogate = "lone_surrogate"
        case nulCharacter = "nul_character"
        case controlCharacter = "control_character"
        case badUTF8 = "bad_utf8"
        case duplicateKey = "duplicate_key"
    }

    package let code: Code
    /// Bytes from the start of the text.
    package let offset: Int
    /// RFC 6901 pointer to the value being read; for a duplicate key, to that member.
    package let pointer: String

    init(_ code: Code, at offset: Int, pointer: String = "") {
        self.code = code
        self.offset = offset
        self.pointer = pointer
    }

    func inside(_ token: String) -> JSONError {
        JSONError(code, at: offset, pointer: "/" + JSONPointer.escaped(token) + pointer)
    }
}

/// What a parser accepts at most. The defaults are those of a request body.
package struct JSONLimits: Sendable {
    package var bytesMax = 1_048_576
    /// Arrays and objects inside one another.
    package var depthMax = 32
    /// Values of all kinds, bounding the memory a small text can ask for.
    package var valuesMax = 100_000
    /// Characters of one number literal.
    package var numberBytesMax = 128

    package init() {}

    package init(bytesMax: Int, depthMax: Int = 32, valuesMax: Int = 100_000) {
        self.bytesMax = bytesMax
        self.depthMax = depthMax
        self.valuesMax = valuesMax
    }
}

/// RFC 6901: `~` is written `~0` and `/` is written `~1` inside a token.
package enum JSONPointer {
    /// A token longer than this many characters is cut, so that a hostile key does not come back whole in an error.
    package static let tokenCharactersMax = 128

    package static func escaped(_ token: String) -> String {
        guard token.utf8.count > tokenCharactersMax || token.utf8.contains(where: { $0 == 0x7E || $0 == 0x2F }) else {
            return token
        }
        var escaped = ""
        for scalar in token.unicodeScalars.prefix(tokenCharactersMax) {
            switch scalar {
            case "~": escaped += "~0"
            case "/": escaped += "~1"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
