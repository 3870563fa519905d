extension SearchTokens {
    /// Lexemes of one question; what comes after is left out.
    package static let queryTermsMax = 32
    /// Characters of a question that are read.
    package static let queryCharactersMax = 1000

    /// `'coin' & ('提现' <-> '现慢')`: words must all be there, a quoted text and a run of Han, Kana or Thai as a phrase.
    /// A single character of those scripts matches by prefix. Nil when nothing in the text can be searched for.
    package static func query(_ text: String) -> String? {
        var clauses: [String] = []
        var termsLeft = queryTermsMax
        for segment in segments(String(text.unicodeScalars.prefix(queryCharactersMax))) {
            var scan = SearchScan()
            scan.add(segment.text)
            let tokens = asked(scan.tokens)
            let phrases = segment.isQuoted ? [tokens[...]] : runs(tokens)
            for phrase in phrases where !phrase.isEmpty && termsLeft > 0 {
                let clause = clause(phrase.prefix(termsLeft), in: scan)
                guard !clauses.contains(clause) else { continue }
                clauses.append(clause)
                termsLeft -= min(phrase.count, termsLeft)
            }
        }
        return clauses.isEmpty ? nil : clauses.joined(separator: " & ")
    }

    private struct Segment {
        let text: String
        let isQuoted: Bool
    }

    /// Cuts at quotation marks of any style; a mark without a partner counts as a space.
    private static func segments(_ text: String) -> [Segment] {
        let pieces = text.unicodeScalars.split(omittingEmptySubsequences: false, whereSeparator: isQuote)
        return pieces.enumerated().map { index, piece in
            Segment(text: String(piece), isQuoted: index % 2 == 1 && index + 1 < pieces.count)
        }
    }

    private static func isQuote(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\"", "\u{201C}", "\u{201D}", "\u{201E}", "\u{300C}", "\u{300D}", "\u{FF02}", "«", "»": true
        default: false
        }
    }

    /// The last single character of a run is asked for only where it is the whole run.
    private static func asked(_ tokens: [SearchScan.Token]) -> [SearchScan.Token] {
        tokens.enumerated().filter { index, token in
            token.kind != .lastCharacter || index == 0 || tokens[index - 1].run != token.run
        }.map(\.element)
    }

    private static func clause(_ phrase: ArraySlice<SearchScan.Token>, in scan: SearchScan) -> String {
        var clause = ""
        var lastPosition: Int?
        for token in phrase {
            if let lastPosition {
                let distance = token.position - lastPosition
                clause += distance == 1 ? " <-> " : " <\(distance)> "
            }
            clause += String(decoding: quoted(scan.text(token).utf8), as: UTF8.self)
            if token.kind == .lastCharacter { clause += ":*" }
            lastPosition = token.position
        }
        return phrase.count > 1 ? "(\(clause))" : clause
    }

    /// Tokens of one word or run together, in order.
    private static func runs(_ tokens: [SearchScan.Token]) -> [ArraySlice<SearchScan.Token>] {
        var slices: [ArraySlice<SearchScan.Token>] = []
        var start = 0
        for index in tokens.indices.dropFirst() where tokens[index].run != tokens[index - 1].run {
            slices.append(tokens[start..<index])
            start = index
        }
        slices.append(tokens[start...])
        return slices
    }
}
