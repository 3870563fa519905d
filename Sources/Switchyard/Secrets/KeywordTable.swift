/// The folded keywords, bucketed by their first two bytes.
struct KeywordTable: Sendable {
    static let shared = KeywordTable()
    private static let bucketCount = 1_024
    /// Separators a space of a keyword may stand for.
    private static let separatorsMax = 2
    private static let hitsMax = 20_000

    private struct Entry: Sendable {
        let bytes: [UInt8]
        let families: KeywordFamilies
        let allowsEnding: Bool
        let needsBoundary: Bool
    }

    private var buckets: [[Entry]]

    private init() {
        buckets = Array(repeating: [], count: Self.bucketCount)
        for (families, words) in SecretKeyword.all {
            for word in words {
                var folded = FoldedText.folded(word)
                let isStem = folded.last == UInt8(ascii: "*")
                if isStem { folded.removeLast() }
                let isForeign = folded.last.map { $0 >= 0x80 } ?? false
                let entry = Entry(
                    bytes: folded,
                    families: families,
                    allowsEnding: isStem || isForeign,
                    needsBoundary: folded[0] < 0xE1
                )
                buckets[Self.bucket(folded[0], folded[1])].append(entry)
            }
        }
    }

    /// In order of their starts.
    func hits(in bytes: UnsafeBufferPointer<UInt8>) -> [KeywordMap.Hit] {
        var hits: [KeywordMap.Hit] = []
        var index = 0
        var isInside = false
        while index + 1 < bytes.count, hits.count < Self.hitsMax {
            let byte = bytes[index]
            if ASCII.isLetter(byte) || ASCII.isDigit(byte), !isInside || byte >= 0xE1 {
                append(at: index, isInside: isInside, in: bytes, to: &hits)
            }
            isInside = ASCII.isLetter(byte)
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
        for entry in buckets[Self.bucket(Self.lower(bytes[index]), Self.lower(bytes[index + 1]))] {
            guard !(isInside && entry.needsBoundary), let end = Self.match(entry, bytes, index) else { continue }
            hits.append(KeywordMap.Hit(place: index..<end, families: entry.families))
        }
    }

    private static func match(_ entry: Entry, _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int? {
        var index = start
        for wanted in entry.bytes {
            if wanted == UInt8(ascii: " ") {
                var skipped = 0
                while index < bytes.count, skipped < separatorsMax, isJoint(bytes[index]) {
                    index += 1
                    skipped += 1
                }
                continue
            }
            guard index < bytes.count, lower(bytes[index]) == wanted else { return nil }
            index += 1
        }
        let isEnded = index == bytes.count || !ASCII.isASCIILetter(bytes[index])
        return entry.allowsEnding || isEnded ? index : nil
    }

    private static func isJoint(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") || ASCII.isLineEnd(byte)
    }

    private static func lower(_ byte: UInt8) -> UInt8 { ASCII.isUpper(byte) ? byte | 0x20 : byte }

    private static func bucket(_ first: UInt8, _ second: UInt8) -> Int {
        (Int(first) &* 31 &+ Int(second == UInt8(ascii: " ") ? 0 : second)) & (bucketCount - 1)
    }
}
