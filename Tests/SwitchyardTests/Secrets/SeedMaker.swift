import Crypto

@testable import Switchyard

/// Valid mnemonics from seeded entropy, made independently of the scanner's own bit reader.
struct SeedMaker {
    /// One in sixteen fits, so that this many fail once in a billion seeds.
    private static let attemptsMax = 400
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }

    mutating func mnemonic(_ language: SeedLanguage, wordCount: Int) -> [String] {
        let entropy = (0..<(wordCount * 4 / 3)).map { _ in UInt8(truncatingIfNeeded: next()) }
        return Self.mnemonic(language, entropy: entropy)
    }

    /// Twelve words that end with a certain one: its last four bits are a checksum, so one entropy in sixteen will do.
    /// Nil for a word that is not on the list.
    mutating func mnemonic(_ language: SeedLanguage, lastWord: String) -> [String]? {
        guard let number = Self.words(language).firstIndex(of: lastWord) else { return nil }
        for _ in 0..<Self.attemptsMax {
            var entropy = (0..<16).map { _ in UInt8(truncatingIfNeeded: next()) }
            entropy[15] = entropy[15] & 0x80 | UInt8(number >> 4)
            guard let sum = Array(SHA256.hash(data: entropy)).first, Int(sum) >> 4 == number & 0xf else { continue }
            return Self.mnemonic(language, entropy: entropy)
        }
        return nil
    }

    static func mnemonic(_ language: SeedLanguage, entropy: [UInt8]) -> [String] {
        let list = words(language)
        let digest = Array(SHA256.hash(data: entropy))
        var bits = (entropy + digest).map { byte in
            String(repeating: "0", count: byte.leadingZeroBitCount) + (byte == 0 ? "" : String(byte, radix: 2))
        }.joined()
        bits = String(bits.prefix(entropy.count * 8 + entropy.count / 4))
        var words: [String] = []
        while !bits.isEmpty {
            words.append(list[Int(bits.prefix(11), radix: 2) ?? 0])
            bits.removeFirst(11)
        }
        return words
    }

    static func words(_ language: SeedLanguage) -> [String] { language.words.map { String(Substring($0)) } }
}
