/// Text as PostgreSQL's full-text search should see it: our own tokens, so that no server setting or dictionary takes part.
///
/// Words are runs of letters, digits, marks and underscores, folded (NFKC, case); Han, Kana and Thai are cut into bigrams,
/// because they are written without spaces (spec/tenancy.md, search). A document becomes a `tsvector`, a question a
/// `tsquery` literal; the two sides fold alike.
package enum SearchTokens {
    /// A longer word is cut to the longest prefix within this many bytes, in documents and questions alike.
    package static let lexemeBytesMax = 255
    /// PostgreSQL keeps no higher place; phrases are found before it, single words everywhere.
    package static let positionMax = 16_383
    /// Places kept for one lexeme; the later ones are dropped.
    package static let positionsPerLexemeMax = 255
    /// Bytes of one document as it travels. Lexemes that first appear after it is full are dropped.
    package static let documentBytesMax = 900 * 1024
    /// Free places between two parts of a document (subject, bodies), so that phrases stay inside one.
    package static let partGap = 16

    /// Without lexemes for a text without words.
    static func document(_ parts: [String]) -> SearchDocument {
        var scan = SearchScan()
        for part in parts {
            scan.add(part)
            scan.gap(partGap)
        }
        return SearchDocument(scan)
    }

    /// A lexeme between quotes, as `tsvector` and `tsquery` both read it.
    static func quoted(_ lexeme: some Sequence<UInt8>) -> [UInt8] {
        var quoted = [UInt8(ascii: "'")]
        for byte in lexeme {
            if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\\") { quoted.append(byte) }
            quoted.append(byte)
        }
        quoted.append(UInt8(ascii: "'"))
        return quoted
    }
}
