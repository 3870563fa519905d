/// What a customer calls a ticket: eight Crockford base-32 characters from randomness and one check character, shown as
/// `XXXX-XXXXC`. Not a counter, so it needs no lock and tells nobody a tenant's volume.
///
/// The check character is a weighted sum over the field of 32 elements, with a different non-zero weight for every place.
/// It catches every single wrong character and every exchange of two characters, neighbours or not. Crockford's own
/// modulo 37 catches single errors and neighbours too, but ends five references in 37 with one of `*~$=U`.
package struct Reference: Sendable, Hashable, CustomStringConvertible {
    /// Random bytes one reference is made of: 40 bits.
    package static let randomBytes = 5
    /// Characters of a typed text that are looked at.
    package static let typedCharactersMax = 64
    private static let symbolsCount = 8
    private static let dashPlace = 4
    /// Symbols, the dash and the check character.
    private static let textBytes = 10

    /// As shown and stored: `XXXX-XXXXC`.
    package let text: String

    package var description: String { text }

    /// Uses the first five bytes; the caller has drawn them from a cryptographic source.
    package static func make(random bytes: [UInt8]) -> Reference {
        precondition(bytes.count >= randomBytes, "a reference needs five random bytes")
        let bits = bytes.prefix(randomBytes).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return Reference(symbols: (0..<symbolsCount).map { UInt8(bits >> UInt64(35 - 5 * $0) & 31) })
    }

    /// Reads what a person typed: any case, O for 0, I and L for 1, full-width forms, with or without spaces, dots and
    /// dashes. Nil when it is not nine symbols or the check character does not fit.
    package static func parse(_ typed: String) -> Reference? {
        var symbols: [UInt8] = []
        for (count, scalar) in typed.unicodeScalars.enumerated() {
            guard count < typedCharactersMax else { return nil }
            if isSeparator(scalar) { continue }
            guard let symbol = CrockfordBase32.value(ofTyped: scalar), symbols.count <= symbolsCount else { return nil }
            symbols.append(symbol)
        }
        guard symbols.count == symbolsCount + 1, let check = symbols.popLast(), check == Self.check(symbols) else {
            return nil
        }
        return Reference(symbols: symbols)
    }

    /// Reads what was stored, which is exactly `text`; nil for anything else. Lists are full of them, and nobody typed these.
    init?(stored text: String) {
        var text = text
        guard text.withUTF8(Self.isText) else { return nil }
        self.text = text
    }

    private static func isText(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard bytes.count == textBytes, bytes[dashPlace] == UInt8(ascii: "-") else { return false }
        var sum: UInt8 = 0
        for place in 0..<textBytes - 1 where place != dashPlace {
            guard let symbol = CrockfordBase32.value(of: bytes[place]) else { return false }
            sum = timesX(sum ^ symbol)
        }
        return CrockfordBase32.value(of: bytes[textBytes - 1]) == sum
    }

    private init(symbols: [UInt8]) {
        var characters = (symbols + [Self.check(symbols)]).map(CrockfordBase32.character)
        characters.insert(UInt8(ascii: "-"), at: Self.dashPlace)
        text = String(decoding: characters, as: UTF8.self)
    }

    /// Σ xⁱ⁺¹·sᵢ modulo x⁵ + x² + 1, by Horner's rule. The check itself has weight 1, so all nine weights differ.
    private static func check(_ symbols: [UInt8]) -> UInt8 {
        symbols.reduce(0) { sum, symbol in timesX(sum ^ symbol) }
    }

    private static func timesX(_ symbol: UInt8) -> UInt8 {
        let doubled = symbol << 1
        return doubled & 0b100000 == 0 ? doubled : doubled ^ 0b100101
    }

    private static func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case " ", "\t", "-", ".", "_", "\u{A0}", "\u{3000}", "\u{2010}"..."\u{2015}", "\u{2212}", "\u{FF0D}": true
        default: false
        }
    }
}

/// Crockford's alphabet: digits and capitals without I, L, O and U.
enum CrockfordBase32 {
    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

    private static let values: [UInt8?] = {
        var values = [UInt8?](repeating: nil, count: 128)
        for (value, character) in alphabet.enumerated() { values[Int(character)] = UInt8(value) }
        return values
    }()

    /// The low five bits as a character.
    static func character(_ value: UInt8) -> UInt8 { alphabet[Int(value & 31)] }

    /// Exactly the alphabet; nil for anything else.
    static func value(of character: UInt8) -> UInt8? { character < 128 ? values[Int(character)] : nil }

    /// Forgiving: any case, the look-alikes O, I and L, full-width forms.
    static func value(ofTyped scalar: Unicode.Scalar) -> UInt8? {
        let isFullWidth = (0xFF01...0xFF5E).contains(scalar.value)
        let code = isFullWidth ? scalar.value - 0xFEE0 : scalar.value
        guard code < 128 else { return nil }
        let isLower = (0x61...0x7A).contains(code)
        return switch UInt8(isLower ? code - 0x20 : code) {
        case UInt8(ascii: "O"): 0
        case UInt8(ascii: "I"), UInt8(ascii: "L"): 1
        case let upper: value(of: upper)
        }
    }

    /// Five bits a character, first bit first; a last incomplete group is filled with zero bits.
    static func encoded(_ bytes: some Collection<UInt8>) -> [UInt8] {
        var characters: [UInt8] = []
        var bits: UInt16 = 0
        var bitsHeld = 0
        for byte in bytes {
            bits = bits << 8 | UInt16(byte)
            bitsHeld += 8
            while bitsHeld >= 5 {
                bitsHeld -= 5
                characters.append(character(UInt8(truncatingIfNeeded: bits >> UInt16(bitsHeld))))
            }
        }
        if bitsHeld > 0 { characters.append(character(UInt8(truncatingIfNeeded: bits << UInt16(5 - bitsHeld)))) }
        return characters
    }
}
