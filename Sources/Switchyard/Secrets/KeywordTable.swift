/// The folded keywords, bucketed by their first two bytes: one bucket behind the other, because a bucket is looked into at
/// every letter of a text and nearly all are empty. What an entry begins with stands apart from it, in four bytes that are
/// compared at once: a bucket of a common beginning has many entries, and hardly ever one that fits.
struct KeywordTable: Sendable {
    static let shared = KeywordTable()
    private static let bucketCount = 1_024
    private static let hitsMax = 20_000

    private struct Entry: Sendable {
        let phrase: FoldedPhrase
        let families: KeywordFamilies
    }

    /// A phrase's first bytes up to its first space, at most four; a text has to show them as they are.
    private struct Beginning: Sendable {
        let bytes: UInt32
        let mask: UInt32

        init(_ phrase: FoldedPhrase) {
            let count = phrase.bytes.prefix(4).prefix { $0 != UInt8(ascii: " ") }.count
            mask = count == 4 ? .max : 1 << (8 * UInt32(count)) - 1
            bytes = (0..<count).reduce(0) { $0 | UInt32(phrase.bytes[$1]) << (8 * UInt32($1)) }
        }

        func fits(_ text: UInt32) -> Bool { text & mask == bytes }
    }

    private let entries: [Entry]
    private let beginnings: [Beginning]
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
        beginnings = entries.map { Beginning($0.phrase) }
        starts = buckets.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) }
    }

    /// In order of their starts.
    func hits(in bytes: UnsafeBufferPointer<UInt8>) -> [KeywordMap.Hit] {
        var hits: [KeywordMap.Hit] = []
        var index = 0
        var isInside = false
        while index + 1 < bytes.count, hits.count < Self.hitsMax {
            let byte = bytes[index]
            // The rest of a word, which is most of a text, begins nothing.
            if isInside, ASCII.isASCIILetter(byte) {
                index += 1
                continue
            }
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
        let places = starts[bucket]..<starts[bucket + 1]
        guard !places.isEmpty else { return }
        let text = Self.beginning(bytes, at: index)
        for place in places where beginnings[place].fits(text) {
            guard !(isInside && entries[place].phrase.needsBoundary),
                let end = entries[place].phrase.match(bytes, at: index)
            else { continue }
            hits.append(KeywordMap.Hit(place: index..<end, families: entries[place].families))
        }
    }

    /// Four bytes of a text in lower case; zeros behind its end, which no phrase has.
    private static func beginning(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> UInt32 {
        var beginning: UInt32 = 0
        for offset in 0..<min(4, bytes.count - index) {
            beginning |= UInt32(FoldedPhrase.lower(bytes[index + offset])) << (8 * UInt32(offset))
        }
        return beginning
    }

    private static func bucket(_ first: UInt8, _ second: UInt8) -> Int {
        let isMark = !ASCII.isLetter(second) && !ASCII.isDigit(second)
        return (Int(first) &* 31 &+ Int(isMark ? 0 : second)) & (bucketCount - 1)
    }
}
