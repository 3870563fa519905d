/// Every keyword in a text with its place, found in one pass; answers "is such a keyword near?" by binary search.
struct KeywordMap {
    struct Hit: Sendable {
        let place: Range<Int>
        let families: KeywordFamilies
    }

    /// Bounds the look-back over hits that may overlap the neighbourhood asked about.
    private static let keywordBytesMax = 128

    let hits: [Hit]
    private let bytes: UnsafeBufferPointer<UInt8>
    private let context: KeywordFamilies

    init(_ bytes: UnsafeBufferPointer<UInt8>, context: KeywordFamilies) {
        self.bytes = bytes
        self.context = context
        hits = KeywordTable.shared.hits(in: bytes)
    }

    /// The families of all keywords in a piece of context.
    static func families(in context: String) -> KeywordFamilies {
        var context = context
        return context.withUTF8 { source in
            FoldedText(source).bytes.withUnsafeBufferPointer {
                KeywordTable.shared.hits(in: $0).reduce(into: KeywordFamilies()) { $0.formUnion($1.families) }
            }
        }
    }

    /// Whether a keyword of `families` stands within `Secrets.nearCharactersMax` characters of `place`.
    func isNear(_ place: Range<Int>, _ families: KeywordFamilies) -> Bool {
        guard context.isDisjoint(with: families) else { return true }
        return hasHit(near: place, families, charactersMax: Secrets.nearCharactersMax) { _ in true }
    }

    func hasHit(
        near place: Range<Int>,
        _ families: KeywordFamilies,
        charactersMax: Int,
        where isGood: (Hit) -> Bool
    ) -> Bool {
        let bytesMax = charactersMax * 4
        var index = firstHit(from: place.lowerBound - bytesMax - Self.keywordBytesMax)
        while index < hits.count, hits[index].place.lowerBound <= place.upperBound + bytesMax {
            let hit = hits[index]
            index += 1
            guard !hit.families.isDisjoint(with: families), isGood(hit) else { continue }
            if isWithin(charactersMax, hit.place, place) { return true }
        }
        return false
    }

    /// The hits that start at `offset` or later.
    func hits(from offset: Int) -> ArraySlice<Hit> { hits[firstHit(from: offset)...] }

    /// Whether a keyword of `families` ends exactly at `offset`.
    func hasHit(endingAt offset: Int, _ families: KeywordFamilies) -> Bool {
        for hit in hits(from: offset - Self.keywordBytesMax) {
            guard hit.place.lowerBound < offset else { return false }
            if hit.place.upperBound == offset, !hit.families.isDisjoint(with: families) { return true }
        }
        return false
    }

    func isInContext(_ families: KeywordFamilies) -> Bool { !context.isDisjoint(with: families) }

    private func firstHit(from offset: Int) -> Int {
        var low = 0
        var high = hits.count
        while low < high {
            let middle = (low + high) / 2
            if hits[middle].place.lowerBound < offset { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private func isWithin(_ charactersMax: Int, _ one: Range<Int>, _ other: Range<Int>) -> Bool {
        let start = min(one.upperBound, other.upperBound)
        let gap = start..<max(one.lowerBound, other.lowerBound, start)
        guard gap.count > charactersMax else { return true }
        var characters = 0
        for index in gap where bytes[index] & 0xC0 != 0x80 {
            characters += 1
            if characters > charactersMax { return false }
        }
        return true
    }
}
