/// Phrases of one meaning, by their first byte.
struct PhraseSet: Sendable {
    private var buckets: [[FoldedPhrase]] = Array(repeating: [], count: 256)

    /// `list`: phrases between commas.
    init(_ list: String) {
        for phrase in list.split(separator: ",") {
            let folded = FoldedPhrase(phrase.drop(while: \.isWhitespace).trimmingSuffix(while: \.isWhitespace))
            buckets[Int(folded.bytes[0])].append(folded)
        }
    }

    /// In order of their starts.
    func places(in text: UnsafeBufferPointer<UInt8>) -> [Range<Int>] {
        var places: [Range<Int>] = []
        var isInside = false
        for index in text.indices where !ASCII.isContinuation(text[index]) {
            for phrase in buckets[Int(text[index])] where !(isInside && phrase.needsBoundary) {
                if let end = phrase.match(text, at: index) { places.append(index..<end) }
            }
            isInside = ASCII.isLetter(text[index]) && !ASCII.isRunning(text[index])
        }
        return places
    }
}

extension Substring {
    fileprivate func trimmingSuffix(while isSurplus: (Character) -> Bool) -> Substring {
        var rest = self
        while let last = rest.last, isSurplus(last) { rest.removeLast() }
        return rest
    }
}
