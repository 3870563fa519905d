import Foundation

/// What a character is to the search, after normalisation.
enum SearchClass: UInt8, CaseIterable {
    /// Ends a word.
    case separator
    /// Letter, digit or underscore.
    case word
    /// Combining mark: extends a word that has begun, is nothing by itself.
    case mark
    /// Han, Hiragana or Katakana: cut into bigrams.
    case han
    /// Thai: cut into bigrams.
    case thai
    /// Variation selectors, joiners, soft hyphens: as if they were not there.
    case ignored
}

/// Text → folded scalars and their classes: NFKC, then case folding, then NFKC again where folding came apart.
///
/// No locale takes part: `I` folds to `i` in every language, `İ` to `i` with a dot above. Nearly all text goes by one
/// table lookup a character; text with characters whose normal form is not themselves takes Foundation's way whole.
enum SearchScalars {
    struct Folded {
        let scalar: Unicode.Scalar
        let kind: SearchClass
    }

    /// Characters below this are looked up; the table is built at first use.
    private static let tableEnd: UInt32 = 0x3100

    static func folded(_ text: String) -> [Folded] {
        quickFolded(text) ?? fullyFolded(text)
    }

    private static func quickFolded(_ text: String) -> [Folded]? {
        var folded: [Folded] = []
        folded.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            guard let entry = quickFold(scalar) else { return nil }
            folded.append(entry)
        }
        return folded
    }

    private static func fullyFolded(_ text: String) -> [Folded] {
        var cased = String.UnicodeScalarView()
        for scalar in text.precomposedStringWithCompatibilityMapping.unicodeScalars {
            cased.append(contentsOf: caseFold(scalar))
        }
        let normal = String(cased).precomposedStringWithCompatibilityMapping
        return normal.unicodeScalars.map { Folded(scalar: $0, kind: classify($0)) }
    }

    /// Nil where the character's fold is not one character, or depends on its neighbours.
    private static func quickFold(_ scalar: Unicode.Scalar) -> Folded? {
        switch scalar.value {
        case 0..<tableEnd: table[Int(scalar.value)]
        case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0x20000...0x2A6DF: Folded(scalar: scalar, kind: .han)
        case 0xAC00...0xD7A3: Folded(scalar: scalar, kind: .word)
        case 0xFE00...0xFE0F: Folded(scalar: scalar, kind: .ignored)
        case 0xFF01...0xFF5E: Unicode.Scalar(scalar.value - 0xFEE0).flatMap(quickFold)
        case 0x1F1E6...0x1F1FF, 0x1F300...0x1FAFF: Folded(scalar: scalar, kind: .separator)
        default: nil
        }
    }

    private static let table: [Folded?] = (0..<tableEnd).map { value in
        Unicode.Scalar(value).flatMap(tableEntry)
    }

    private static func tableEntry(_ scalar: Unicode.Scalar) -> Folded? {
        let isJamo = (0x1100...0x11FF).contains(scalar.value)
        let kind = classify(scalar)
        guard kind != .mark, !isJamo, !isThaiMark(scalar) else { return nil }
        guard kind != .ignored else { return Folded(scalar: scalar, kind: .ignored) }
        let full = fullyFolded(String(scalar))
        if full.allSatisfy({ $0.kind == .separator || $0.kind == .mark }) {
            return Folded(scalar: " ", kind: .separator)
        }
        let isInert = String(scalar).precomposedStringWithCompatibilityMapping.unicodeScalars.elementsEqual([scalar])
        return full.count == 1 && isInert ? full[0] : nil
    }

    private static func isThaiMark(_ scalar: Unicode.Scalar) -> Bool {
        (0x0E00...0x0E7F).contains(scalar.value) && scalar.properties.generalCategory == .nonspacingMark
    }

    /// Unicode's full case folding up to the choice of representative: what lower, upper, lower makes equal. Dotless ı
    /// stays apart, as in CaseFolding.txt.
    private static func caseFold(_ scalar: Unicode.Scalar) -> String.UnicodeScalarView {
        if scalar == "\u{131}" { return String(scalar).unicodeScalars }
        var folded = String.UnicodeScalarView()
        for lower in scalar.properties.lowercaseMapping.unicodeScalars {
            for upper in lower.properties.uppercaseMapping.unicodeScalars {
                folded.append(contentsOf: upper.properties.lowercaseMapping.unicodeScalars)
            }
        }
        return folded
    }

    static func classify(_ scalar: Unicode.Scalar) -> SearchClass {
        switch scalar.value {
        case 0xAD, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xFE00...0xFE0F, 0xE0100...0xE01EF: return .ignored
        case 0x0E01...0x0E3A, 0x0E40...0x0E4E: return .thai
        case 0x3005...0x3007, 0x3021...0x3029, 0x3031...0x3035, 0x3038...0x303C, 0x3041...0x3096, 0x309D...0x309F,
            0x30A1...0x30FA, 0x30FC...0x30FF, 0x31F0...0x31FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF,
            0x1AFF0...0x1B16F, 0x20000...0x3FFFD:
            return .han
        case 0x5F: return .word
        default: return classify(scalar.properties.generalCategory)
        }
    }

    private static func classify(_ category: Unicode.GeneralCategory) -> SearchClass {
        switch category {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .decimalNumber, .letterNumber, .otherNumber:
            .word
        case .nonspacingMark, .spacingMark: .mark
        default: .separator
        }
    }
}
