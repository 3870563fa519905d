/// Folded phrases by their first byte. A Latin or Cyrillic phrase must start at a word.
struct PhraseSet: Sendable {
    private var buckets: [[[UInt8]]] = Array(repeating: [], count: 256)

    init(_ phrases: [String]) {
        for phrase in phrases {
            let folded = FoldedText.folded(phrase)
            if let first = folded.first { buckets[Int(first)].append(folded) }
        }
    }

    func places(in sentence: [UInt8]) -> [Range<Int>] {
        var places: [Range<Int>] = []
        for index in sentence.indices {
            let bucket = buckets[Int(sentence[index])]
            guard !bucket.isEmpty, !Self.isInside(sentence, index) else { continue }
            for phrase in bucket where sentence[index...].starts(with: phrase) {
                places.append(index..<(index + phrase.count))
            }
        }
        return places
    }

    private static func isInside(_ sentence: [UInt8], _ index: Int) -> Bool {
        sentence[index] < 0xE1 && index > 0 && ASCII.isLetter(sentence[index - 1])
    }
}
