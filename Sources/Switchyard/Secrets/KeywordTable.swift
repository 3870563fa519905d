/// The folded keywords, bucketed by their first two bytes: one bucket behind the other, because a bucket is looked into at
/// every letter of a text and nearly all are empty.
struct KeywordTable: Sendable {
    static let shared = KeywordTable()
    private static let bucketCount = 1_024
    private static let hitsMax = 20_000

    private struct Entry: Sendable {
        let phrase: FoldedPhrase
        let families: KeywordFamilies
    }

    private let entries: [Entry]
    /// Where each bucket starts in `entries`, and where the last one ends.
    private let starts: [Int]

    private init() {
        var buckets: [[Entry]] = Array(repeating: [], count: Self.bucketCount)
        for (families, words) in SecretKeyword.all {
            for word in words {
                let phrase = FoldedPhrase(word)
                let entry = Entry(phrase: phrase, families: families)
                buckets[Self.bucket(phrase.bytes[0], phrase.bytes[1])].append(entry)
                // A space may be left out.
                guard phrase.bytes[1] == UInt8(ascii: " ") else { continue }
                buckets[Self.bucket(phrase.bytes[0], phrase.bytes[2])].append(entry)
            }
        }
        entries = buckets.flatMap(\.self)
        starts = buckets.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) }
    }

    /// In order of their starts.
    func hits(in bytes: UnsafeBufferPointer<UInt8>) -> [KeywordMap.Hit] {
        var hits: [KeywordMap.Hit] = []
        var index = 0
        var isInside = false
        while index + 1 < bytes.count, hits.count < Self.hitsMax {
            let byte = bytes[index]
            if !ASCII.isContinuation(byte) {
                if ASCII.isLetter(byte) || ASCII.isDigit(byte), !isInside || ASCII.isRunning(byte) {
                    append(at: index, isInside: isInside, in: bytes, to: &hits)
                }
                isInside = ASCII.isLetter(byte) && !ASCII.isRunning(byte)
            }
            index += 1
        }
        return hits
    }

    private func append(
        at index: Int,
        isInside: Bool,
        in bytes: UnsafeBufferPointer<UInt8>,
        to hits: inout [KeywordMap.Hit]
    ) {
        let bucket = Self.bucket(FoldedPhrase.lower(bytes[index]), FoldedPhrase.lower(bytes[index + 1]))
        for place in starts[bucket]..<starts[bucket + 1] where !(isInside && entries[place].phrase.needsBoundary) {
            guard let end = entries[place].phrase.match(bytes, at: index) else { continue }
            hits.append(KeywordMap.Hit(place: index..<end, families: entries[place].families))
        }
    }

    private static func bucket(_ first: UInt8, _ second: UInt8) -> Int {
        let isMark = !ASCII.isLetter(second) && !ASCII.isDigit(second)
        return (Int(first) &* 31 &+ Int(isMark ? 0 : second)) & (bucketCount - 1)
    }
}
