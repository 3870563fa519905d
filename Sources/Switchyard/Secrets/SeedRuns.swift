/// The unbroken runs of one language's list words in a text.
struct SeedRuns {
    /// Word numbers, one per token; meaningless outside the runs.
    private(set) var numbers: [UInt16]
    /// Ranges of token positions, in order.
    private(set) var runs: [Range<Int>] = []
    private var isCut: [Bool] = []

    /// With abbreviations only words of at most four letters count, whole or cut.
    init(_ tokens: [SeedTokens.Token], language: SeedLanguage, allowsAbbreviations: Bool) {
        numbers = Array(repeating: 0, count: tokens.count)
        if allowsAbbreviations { isCut = Array(repeating: false, count: tokens.count) }
        let words = WordIndex.shared
        var start: Int?
        for (index, token) in tokens.enumerated() {
            let isNear =
                index == 0 || token.place.lowerBound - tokens[index - 1].place.upperBound <= SeedScanner.gapBytesMax
            let isShort = !allowsAbbreviations || token.place.count <= WordIndex.abbreviationBytes
            let found = token.entry >= 0 && isShort ? words.membership(of: token.entry, in: language) : nil
            let isMember = found.map { allowsAbbreviations || !$0.isAbbreviation } ?? false
            if let begun = start, !isMember || !isNear {
                runs.append(begun..<index)
                start = nil
            }
            guard let found, isMember else { continue }
            numbers[index] = found.number
            if found.isAbbreviation { isCut[index] = true }
            if start == nil { start = index }
        }
        if let start { runs.append(start..<tokens.count) }
    }

    func cutWords(in run: Range<Int>) -> Int { isCut[run].count { $0 } }
}

extension WordIndex {
    func membership(of entry: Int32, in language: SeedLanguage) -> Membership? {
        memberships(of: entry).first { $0.language == language }
    }
}
