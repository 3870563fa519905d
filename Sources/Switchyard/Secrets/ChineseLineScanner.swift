/// Chinese mnemonics written without separators (`spec/secrets.md`, the Chinese trap): 17 % of ordinary running text
/// passes the checksum, so a line must consist of exactly 12, 15, 18, 21 or 24 list characters, and a keyword must stand
/// near, outside the line itself. `keyword: characters` on one line counts as a line when the checksum holds too.
enum ChineseLineScanner {
    private static let hanBytes = 3
    private static let families: KeywordFamilies = [.seed, .privateKey]

    static func find(in text: SecretText) -> [SecretFinding] {
        let bytes = text.bytes
        var found: [SecretFinding] = []
        var index = 0
        while index < bytes.count {
            guard isHan(bytes[index]) else {
                index += 1
                continue
            }
            let start = index
            while index + hanBytes <= bytes.count, isHan(bytes[index]) { index += hanBytes }
            if index == start { index = bytes.count }
            if let finding = judge(start..<index, text) { found.append(finding) }
        }
        return found
    }

    private static func judge(_ run: Range<Int>, _ text: SecretText) -> SecretFinding? {
        guard run.count >= SeedChecksum.wordCounts.min() ?? 0 else { return nil }
        guard endsLine(run.upperBound, text.bytes) else { return nil }
        let isPhraseLong = SeedChecksum.wordCounts.contains(run.count / hanBytes)
        let isLine = isPhraseLong && startsLine(run.lowerBound, text.bytes)
        let isAfterLabel = isPhraseLong && !isLine && isAfterLabel(run.lowerBound, text)
        guard let place = isLine || isAfterLabel ? run : labelled(run, text), isKeywordOutside(place, text) else {
            return nil
        }
        var isListed = false
        for language in SeedLanguage.allCases where language.isChinese {
            guard let numbers = numbers(place, language, text.bytes) else { continue }
            isListed = true
            if SeedChecksum.isValid(numbers[...]) { return SecretFinding(kind: .seedPhrase, place: place) }
        }
        return isListed && isLine ? SecretFinding(kind: .possibleSeedPhrase, place: place) : nil
    }

    /// What follows a keyword that opens the run itself (`助记词是…`).
    private static func labelled(_ run: Range<Int>, _ text: SecretText) -> Range<Int>? {
        for hit in text.keywords.hits(from: run.lowerBound) {
            guard hit.place.upperBound < run.upperBound else { return nil }
            guard !hit.families.isDisjoint(with: families) else { continue }
            for skipped in 0...1 {
                let rest = (hit.place.upperBound + skipped * hanBytes)..<run.upperBound
                if SeedChecksum.wordCounts.contains(rest.count / hanBytes) { return rest }
            }
        }
        return nil
    }

    private static func isAfterLabel(_ start: Int, _ text: SecretText) -> Bool {
        var index = start
        while index > 0, !ASCII.isLetter(text.bytes[index - 1]), !ASCII.isLineEnd(text.bytes[index - 1]) { index -= 1 }
        return text.keywords.hasHit(endingAt: index, families)
    }

    private static func isKeywordOutside(_ place: Range<Int>, _ text: SecretText) -> Bool {
        text.keywords.isInContext(families)
            || text.keywords.hasHit(near: place, families, charactersMax: Secrets.nearCharactersMax) {
                !$0.place.overlaps(place)
            }
    }

    private static func numbers(
        _ place: Range<Int>,
        _ language: SeedLanguage,
        _ bytes: UnsafeBufferPointer<UInt8>
    ) -> [UInt16]? {
        let words = WordIndex.shared
        var numbers: [UInt16] = []
        for start in stride(from: place.lowerBound, to: place.upperBound, by: hanBytes) {
            let one = start..<(start + hanBytes)
            let hash = bytes[one].reduce(WordIndex.hashSeed) { WordIndex.step($0, $1) }
            let entry = words.entry(of: one, in: bytes, hash: hash)
            guard entry >= 0, let found = words.membership(of: entry, in: language) else { return nil }
            numbers.append(found.number)
        }
        return numbers
    }

    private static func isHan(_ lead: UInt8) -> Bool { lead &- 0xE4 < 6 }

    private static func startsLine(_ start: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var index = start
        while index > 0, !ASCII.isLineEnd(bytes[index - 1]) {
            let byte = bytes[index - 1]
            guard !ASCII.isAlphanumeric(byte), byte < 0x80, !isLabelEnd(byte) else { return false }
            index -= 1
        }
        return true
    }

    private static func endsLine(_ end: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var index = end
        while index < bytes.count, !ASCII.isLineEnd(bytes[index]) {
            guard !ASCII.isAlphanumeric(bytes[index]), bytes[index] < 0x80 else { return false }
            index += 1
        }
        return true
    }

    private static func isLabelEnd(_ byte: UInt8) -> Bool { byte == UInt8(ascii: ":") || byte == UInt8(ascii: "=") }
}
