/// Finds mnemonics in runs of list words (`spec/secrets.md`, BIP-39 mnemonics and near misses).
///
/// - a window of 12, 15, 18, 21 or 24 words with a valid checksum: seed phrase;
/// - 11 or more list words in a row without one, or 11 or more words with at most one stranger in six and a keyword near:
///   possible seed phrase;
/// - words cut to their first four letters: possible seed phrase at most.
/// Chinese takes part only where every character stands alone between separators.
enum SeedScanner {
    static let nearMissWordsMin = 11
    /// A near miss that repeats itself is chatter ("test test test …").
    static let nearMissDifferentWordsMin = 6
    /// List words for each stranger among them.
    static let strangerWordsMin = 5
    /// List words beside a phrase and one stranger away from it that go with it (a misspelt 24-word phrase).
    static let remainderWordsMin = 3
    /// Part of an abbreviated run that must really be cut, in words.
    static let cutWordsMin = 4
    /// Bytes that may separate two words of one phrase.
    static let gapBytesMax = 400

    static func find(in text: SecretText) -> [SecretFinding] {
        var found = find(in: SeedTokens(text.bytes, skippingTags: false), text)
        if text.bytes.contains(UInt8(ascii: "<")) {
            found += find(in: SeedTokens(text.bytes, skippingTags: true), text)
        }
        return found
    }

    /// Phrases with a label before each word. What stands between the words goes with them.
    static func findSpaced(in text: SecretText) -> [SecretFinding] {
        let tokens = SeedTokens(text.bytes, skippingTags: false).tokens
        return SeedSpacing.strides.flatMap { stride in
            (0..<stride).flatMap { offset in
                spacedRows(tokens, from: offset, stride: stride, text.bytes)
                    .flatMap { row in SeedLanguage.allCases.map { (row, $0) } }
                    .flatMap { findings(SeedRuns($0, language: $1, allowsAbbreviations: false), $0, text) }
            }
        }
    }

    /// Every `stride`th token, cut where the word before it changes.
    private static func spacedRows(
        _ tokens: [SeedTokens.Token],
        from offset: Int,
        stride: Int,
        _ bytes: UnsafeBufferPointer<UInt8>
    ) -> [[SeedTokens.Token]] {
        var rows: [[SeedTokens.Token]] = []
        var row: [SeedTokens.Token] = []
        for index in Swift.stride(from: offset, to: tokens.count, by: stride) {
            guard index > stride else {
                row.append(tokens[index])
                continue
            }
            let isSame = bytes[tokens[index - 1].place].elementsEqual(bytes[tokens[index - 1 - stride].place])
            if !isSame, row.count > 1 {
                rows.append(row)
                // The first word of a row needs no label.
                row = [tokens[index - stride]]
            }
            row.append(tokens[index])
        }
        return (rows + [row]).filter { $0.count >= nearMissWordsMin }
    }

    private static func find(in cut: SeedTokens, _ text: SecretText) -> [SecretFinding] {
        var found: [SecretFinding] = []
        for language in SeedLanguage.allCases {
            let runs = SeedRuns(cut.tokens, language: language, allowsAbbreviations: false)
            found += findings(runs, cut.tokens, text)
            guard language.isAbbreviated else { continue }
            found += abbreviated(SeedRuns(cut.tokens, language: language, allowsAbbreviations: true), cut.tokens, text)
        }
        return found
    }

    private static func findings(
        _ runs: SeedRuns,
        _ tokens: [SeedTokens.Token],
        _ text: SecretText
    ) -> [SecretFinding] {
        var covered: [(tokens: Range<Int>, kind: SecretKind)] = []
        for run in runs.runs where run.count >= nearMissWordsMin {
            let valid = validWindows(runs.numbers[run])
            covered += valid.map { ($0, .seedPhrase) }
            for rest in gaps(in: run, between: valid)
            where isNearMiss(runs.numbers[rest]) && isOnePiece(rest, tokens, text) {
                covered.append((rest, .possibleSeedPhrase))
            }
        }
        covered += bridged(runs, tokens, text).map { ($0, .possibleSeedPhrase) }
        covered += remainders(runs, beside: covered.map(\.tokens)).map { ($0, .possibleSeedPhrase) }
        return covered.map { SecretFinding(kind: $0.kind, place: place(of: $0.tokens, tokens)) }
    }

    /// The union of all valid windows of the run, as ranges of words.
    private static func validWindows(_ numbers: ArraySlice<UInt16>) -> [Range<Int>] {
        var marked: [Range<Int>] = []
        var start = numbers.startIndex
        while start + 12 <= numbers.endIndex {
            for count in SeedChecksum.wordCounts
            where start + count <= numbers.endIndex && SeedChecksum.isValid(numbers[start..<(start + count)]) {
                if let last = marked.last, last.upperBound >= start {
                    marked[marked.count - 1] = last.lowerBound..<max(last.upperBound, start + count)
                } else {
                    marked.append(start..<(start + count))
                }
                break
            }
            start += 1
        }
        return marked
    }

    private static func gaps(in run: Range<Int>, between covered: [Range<Int>]) -> [Range<Int>] {
        var gaps: [Range<Int>] = []
        var cursor = run.lowerBound
        for range in covered {
            if cursor < range.lowerBound { gaps.append(cursor..<range.lowerBound) }
            cursor = range.upperBound
        }
        if cursor < run.upperBound { gaps.append(cursor..<run.upperBound) }
        return gaps
    }

    private static func isNearMiss(_ numbers: ArraySlice<UInt16>) -> Bool {
        numbers.count >= nearMissWordsMin && Set(numbers).count >= nearMissDifferentWordsMin
    }

    /// Sentences of list words alone exist ("… until now. Can you please explain"): a full stop between two words makes
    /// two rows of them, unless a keyword is near.
    private static func isOnePiece(_ range: Range<Int>, _ tokens: [SeedTokens.Token], _ text: SecretText) -> Bool {
        let hasStop = tokens[range.dropLast()].contains { token in
            let end = token.place.upperBound
            return ".!?".utf8.contains(text.bytes[end]) && ASCII.isBlank(text.bytes[end + 1])
        }
        return !hasStop || text.keywords.isNear(place(of: range, tokens), [.seed, .privateKey])
    }

    /// Runs with single strangers between them (misspelt words), at most one in six, and a keyword near.
    private static func bridged(
        _ runs: SeedRuns,
        _ tokens: [SeedTokens.Token],
        _ text: SecretText
    ) -> [Range<Int>] {
        var rows: [Range<Int>] = []
        var first = 0
        while first < runs.runs.count {
            var last = first
            var words = runs.runs[first].count
            while last + 1 < runs.runs.count, runs.runs[last + 1].lowerBound == runs.runs[last].upperBound + 1,
                words + runs.runs[last + 1].count >= strangerWordsMin * (last + 1 - first)
            {
                last += 1
                words += runs.runs[last].count
            }
            let row = runs.runs[first].lowerBound..<runs.runs[last].upperBound
            let different = runs.runs[first...last].reduce(into: Set<UInt16>()) { $0.formUnion(runs.numbers[$1]) }
            let isPhrase = last > first && row.count >= nearMissWordsMin && words >= strangerWordsMin * (last - first)
            if isPhrase, different.count >= nearMissDifferentWordsMin,
                text.keywords.isNear(place(of: row, tokens), [.seed, .privateKey])
            {
                rows.append(row)
                first = last + 1
            } else {
                first += 1
            }
        }
        return rows
    }

    private static func remainders(_ runs: SeedRuns, beside covered: [Range<Int>]) -> [Range<Int>] {
        guard !covered.isEmpty else { return [] }
        let starts = Set(covered.map(\.lowerBound))
        let ends = Set(covered.map(\.upperBound))
        return runs.runs.compactMap { run in
            guard run.count >= remainderWordsMin else { return nil }
            if starts.contains(run.upperBound + 1) { return run.lowerBound..<(run.upperBound + 1) }
            if ends.contains(run.lowerBound - 1) { return (run.lowerBound - 1)..<run.upperBound }
            return nil
        }
    }

    /// Runs of words of at most four letters, some of them cut: the length of a phrase, a checksum or a keyword decides.
    private static func abbreviated(
        _ runs: SeedRuns,
        _ tokens: [SeedTokens.Token],
        _ text: SecretText
    ) -> [SecretFinding] {
        runs.runs.compactMap { run in
            guard isNearMiss(runs.numbers[run]), runs.cutWords(in: run) >= cutWordsMin else { return nil }
            let place = place(of: run, tokens)
            let isPhrase =
                SeedChecksum.wordCounts.contains(run.count) || !validWindows(runs.numbers[run]).isEmpty
                || text.keywords.isNear(place, [.seed, .privateKey])
            return isPhrase ? SecretFinding(kind: .possibleSeedPhrase, place: place) : nil
        }
    }

    private static func place(of range: Range<Int>, _ tokens: [SeedTokens.Token]) -> Range<Int> {
        tokens[range.lowerBound].place.lowerBound..<tokens[range.upperBound - 1].place.upperBound
    }
}
