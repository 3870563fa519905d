internal import Foundation

/// What each scalar outside ASCII folds to: built once, from Foundation's NFKD, for the blocks that change when folded.
/// Han and Hangul syllables are not in it (`FoldedText` keeps or computes them).
struct FoldTable: Sendable {
    static let shared = FoldTable()

    private static let blocks: [Range<UInt32>] = [
        0x80..<0x3400, 0xF900..<0x10000, 0x1D400..<0x1D800, 0x1F100..<0x1F200,
    ]
    /// Marks that carry meaning in the Japanese list (dakuten, handakuten).
    private static let keptMarks: Set<UInt32> = [0x3099, 0x309A]
    private static let lengthBits: UInt32 = 8
    /// Unlike a comma of ASCII a wide one is never part of a number.
    private static let wideComma: UInt32 = 0xFF0C
    private static let comma: [UInt8] = Array(", ".utf8)

    /// offset into `pool` << 8 | length, block after block.
    private let entries: [UInt32]
    private let pool: [UInt8]
    private let firstEntries: [Int]

    private init() {
        var entries: [UInt32] = []
        var pool: [UInt8] = []
        var firstEntries: [Int] = []
        for block in Self.blocks {
            firstEntries.append(entries.count)
            let pieces = Self.decompositions(of: block)
            for value in block {
                let folded =
                    value == Self.wideComma
                    ? Self.comma : pieces[Int(value - block.lowerBound)].flatMap { Self.fold($0) }
                entries.append(UInt32(pool.count) << Self.lengthBits | UInt32(folded.count))
                pool.append(contentsOf: folded)
            }
        }
        self.entries = entries
        self.pool = pool
        self.firstEntries = firstEntries
    }

    func append(_ scalar: UInt32, to bytes: inout [UInt8]) {
        for (index, block) in Self.blocks.enumerated() where block.contains(scalar) {
            let entry = entries[firstEntries[index] + Int(scalar - block.lowerBound)]
            let start = Int(entry >> Self.lengthBits)
            for offset in start..<(start + Int(entry & 0xFF)) { bytes.append(pool[offset]) }
            return
        }
        guard let value = Unicode.Scalar(scalar) else { return bytes.append(UInt8(ascii: " ")) }
        bytes.append(contentsOf: Self.fold(value))
    }

    /// One call for a whole block: NUL is a starter, so nothing is reordered across it.
    private static func decompositions(of block: Range<UInt32>) -> [[Unicode.Scalar]] {
        var text = String.UnicodeScalarView()
        for value in block {
            if let scalar = Unicode.Scalar(value) { text.append(scalar) }
            text.append("\0")
        }
        let decomposed = String(text).decomposedStringWithCompatibilityMapping.unicodeScalars
        return decomposed.split(separator: "\0", omittingEmptySubsequences: false).map(Array.init)
    }

    private static func fold(_ scalar: Unicode.Scalar) -> [UInt8] {
        guard scalar.value >= 0x80 else { return [UInt8(scalar.value)] }
        guard !keptMarks.contains(scalar.value) else { return Array(String(scalar).utf8) }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return []
        case .decimalNumber: return Array(String(Int(scalar.properties.numericValue ?? 0)).utf8)
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .spacingMark,
            .letterNumber, .otherNumber:
            return isBlankFiller(scalar) ? [] : Array(scalar.properties.lowercaseMapping.utf8)
        case .lineSeparator, .paragraphSeparator: return [UInt8(ascii: "\n")]
        case .dashPunctuation: return [UInt8(ascii: "-")]
        case .initialPunctuation, .finalPunctuation:
            return [scalar.value == 0x2019 ? UInt8(ascii: "'") : UInt8(ascii: "\"")]
        case .control: return [scalar.value == 0x85 ? UInt8(ascii: "\n") : UInt8(ascii: " ")]
        case .currencySymbol: return [UInt8(ascii: "$")]
        case .otherPunctuation:
            if scalar.value == 0x3002 { return [UInt8(ascii: ".")] }
            return scalar.value >= 0x3000 ? comma : [UInt8(ascii: ",")]
        default: return [UInt8(ascii: " ")]
        }
    }

    /// Letters by category, nothing to the eye: Hangul fillers.
    private static func isBlankFiller(_ scalar: Unicode.Scalar) -> Bool {
        [0x115F, 0x1160, 0x3164, 0xFFA0].contains(scalar.value)
    }
}
