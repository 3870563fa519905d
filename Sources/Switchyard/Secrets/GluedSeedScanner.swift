/// A phrase written without any separator, in one word of 36 letters and more: list words of one language from its first
/// letter to its last.
enum GluedSeedScanner {
    /// Twelve words of three letters.
    static let bytesMin = 36
    private static let bytesMax = 24 * 12
    private static let wordBytes = 3...12
    /// Ways to cut the word that are tried for a checksum.
    private static let cutsMax = 256

    static func find(in text: SecretText) -> [SecretFinding] {
        let bytes = text.bytes
        var found: [SecretFinding] = []
        var index = 0
        while index < bytes.count {
            guard ASCII.isASCIILetter(bytes[index]) else {
                index += 1
                continue
            }
            let start = index
            while index < bytes.count, ASCII.isASCIILetter(bytes[index]) { index += 1 }
            guard (bytesMin...bytesMax).contains(index - start) else { continue }
            let word = start..<index
            let kinds = SeedLanguage.allCases.compactMap { $0.isAbbreviated ? judge(word, $0, bytes) : nil }
            guard let kind = kinds.min(by: { $0.rank < $1.rank }) else { continue }
            found.append(SecretFinding(kind: kind, place: word))
        }
        return found
    }

    private static func judge(
        _ word: Range<Int>,
        _ language: SeedLanguage,
        _ bytes: UnsafeBufferPointer<UInt8>
    ) -> SecretKind? {
        let reachable = ends(word, language, bytes)
        guard reachable[word.count] else { return nil }
        var cuts: [(end: Int, numbers: [UInt16])] = [(word.upperBound, [])]
        var tried = 0
        var isPhraseLong = false
        while let (end, numbers) = cuts.popLast(), tried < cutsMax {
            if end == word.lowerBound {
                tried += 1
                isPhraseLong = isPhraseLong || numbers.count >= SeedScanner.nearMissWordsMin
                if SeedChecksum.isValid(Array(numbers.reversed())[...]) { return .seedPhrase }
                continue
            }
            for length in wordBytes where end - length >= word.lowerBound && reachable[end - length - word.lowerBound] {
                guard let number = number((end - length)..<end, language, bytes) else { continue }
                cuts.append((end - length, numbers + [number]))
            }
        }
        return isPhraseLong ? .possibleSeedPhrase : nil
    }

    /// Whether list words reach from the start to each letter.
    private static func ends(
        _ word: Range<Int>,
        _ language: SeedLanguage,
        _ bytes: UnsafeBufferPointer<UInt8>
    ) -> [Bool] {
        var reachable = Array(repeating: false, count: word.count + 1)
        reachable[0] = true
        for start in 0..<word.count where reachable[start] {
            for length in wordBytes where start + length <= word.count && !reachable[start + length] {
                let place = (word.lowerBound + start)..<(word.lowerBound + start + length)
                if number(place, language, bytes) != nil { reachable[start + length] = true }
            }
        }
        return reachable
    }

    private static func number(
        _ place: Range<Int>,
        _ language: SeedLanguage,
        _ bytes: UnsafeBufferPointer<UInt8>
    ) -> UInt16? {
        let hash = place.reduce(WordIndex.hashSeed) { WordIndex.step($0, bytes[$1] | 0x20) }
        let entry = WordIndex.shared.entry(of: place, in: bytes, hash: hash)
        guard entry >= 0, let found = WordIndex.shared.membership(of: entry, in: language), !found.isAbbreviation
        else { return nil }
        return found.number
    }
}
