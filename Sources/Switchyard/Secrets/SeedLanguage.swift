/// The ten word lists of BIP-39 (`spec/secrets.md`).
enum SeedLanguage: UInt8, CaseIterable, Sendable {
    case english, spanish, french, italian, portuguese, czech, japanese, korean, chineseSimplified, chineseTraditional

    static let wordCount = 2_048

    var list: String {
        switch self {
        case .english: BIP39English.words
        case .spanish: BIP39Spanish.words
        case .french: BIP39French.words
        case .italian: BIP39Italian.words
        case .portuguese: BIP39Portuguese.words
        case .czech: BIP39Czech.words
        case .japanese: BIP39Japanese.words
        case .korean: BIP39Korean.words
        case .chineseSimplified: BIP39ChineseSimplified.words
        case .chineseTraditional: BIP39ChineseTraditional.words
        }
    }

    var words: [Substring.UTF8View] {
        list.utf8.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") }.map { Substring($0).utf8 }
    }

    /// Whether the standard names a word by its first four letters.
    var isAbbreviated: Bool {
        switch self {
        case .english, .spanish, .french, .italian, .portuguese, .czech: true
        case .japanese, .korean, .chineseSimplified, .chineseTraditional: false
        }
    }

    var isChinese: Bool { self == .chineseSimplified || self == .chineseTraditional }
}
