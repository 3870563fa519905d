/// What the words around a number say.
extension OneTimeCodeScanner {
    /// Between the keyword and the code, in characters.
    private static let besideCharactersMax = 32
    /// Words before a bare "code" that are asked whether they speak of an error.
    private static let wordsBeforeMax = 4
    /// Links between a number and its label ("account id is 482913").
    private static let jointsBeforeMax = 3
    /// What a code is for, after it.
    private static let purposeBytesMax = 24
    private static let years = 1_990...2_039

    static func isBesideKeyword(_ number: Candidate, _ text: SecretText) -> Bool {
        guard !isLabelled(number, text.bytes) else { return false }
        return text.keywords.hasHit(near: number.place, families, charactersMax: besideCharactersMax) { hit in
            guard !hit.place.overlaps(number.place) else { return false }
            return hit.place.upperBound <= number.place.lowerBound
                ? follows(number, hit, text.bytes) : precedes(number, hit, text.bytes)
        }
    }

    private static func follows(
        _ number: Candidate,
        _ hit: KeywordMap.Hit,
        _ bytes: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        let gap = OneTimeCodeGap(hit.place.upperBound..<number.place.lowerBound, bytes)
        if hit.families.contains(.oneTimeCode) {
            return gap.isJoint || number.digits > 4 && !gap.hasSentenceEnd && !isNumbered(number, bytes)
        }
        guard gap.isJoint, !isUnlike(before: hit.place, bytes) else { return false }
        return number.digits == plainDigits || gap.hasTell || gap.isEmpty && gap.hasColon || isTold(before: hit, bytes)
    }

    private static func precedes(
        _ number: Candidate,
        _ hit: KeywordMap.Hit,
        _ bytes: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        let gap = OneTimeCodeGap(number.place.upperBound..<hit.place.lowerBound, bytes)
        guard !gap.hasSentenceEnd, !isNumbered(number, bytes) else { return false }
        let isLinked =
            gap.isJoint && (gap.hasLink || gap.hasTell) || gap.hasLink && gap.beginsWithLink && gap.strangers <= 1
        if hit.families.contains(.oneTimeCode) { return isLinked || number.digits > 4 && gap.isBlank }
        return isLinked && number.digits == plainDigits && !isUnlike(hit.place, bytes)
    }

    /// "Use 482913 to log in", as senders of codes write.
    static func isToBeUsed(_ number: Candidate, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard number.digits == plainDigits,
            isOne(wordBefore(number.place.lowerBound, bytes), OneTimeCodeWords.uses, bytes)
        else { return false }
        let after = number.place.upperBound..<min(bytes.count, number.place.upperBound + purposeBytesMax)
        let gap = OneTimeCodeGap(after, bytes)
        return gap.beginsWithJoint && gap.hasTell
    }

    /// `#482913` is a number of something, unless the keyword stands directly before it.
    private static func isNumbered(_ number: Candidate, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        number.place.lowerBound > 0 && bytes[number.place.lowerBound - 1] == UInt8(ascii: "#")
    }

    /// "order 482913", "my account id is 482913", "since 2021".
    private static func isLabelled(_ number: Candidate, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var before = wordBefore(number.place.lowerBound, bytes)
        if number.digits == 4, isYear(number.place, bytes), isOne(before, OneTimeCodeWords.beforeYear, bytes) {
            return true
        }
        for _ in 0...jointsBeforeMax {
            if isOne(before, OneTimeCodeWords.labels, bytes) { return true }
            guard let joint = jointEnd(before, bytes) else { return false }
            before = wordBefore(joint, bytes)
        }
        return false
    }

    private static func isYear(_ place: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        years.contains(place.reduce(0) { $0 * 10 + Int(bytes[$1] & 0x0F) })
    }

    /// Where the joint that ends the word begins; nil where none does.
    private static func jointEnd(_ word: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        guard !word.isEmpty else { return nil }
        guard ASCII.isRunning(bytes[word.lowerBound]) else {
            return OneTimeCodeWords.joints.contains(bytes[word]) ? word.lowerBound : nil
        }
        return OneTimeCodeWords.joints.pieceCount(endOf: word, bytes).map { word.upperBound - $0 }
    }

    /// `zip code`, `error: the code`, `エラーコード`; `código de erro`, `код ошибки`.
    static func isUnlike(_ keyword: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        isUnlike(before: keyword, bytes) || isUnlike(after: keyword, bytes)
    }

    private static func isUnlike(before keyword: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var offset = keyword.lowerBound
        for distance in 0..<wordsBeforeMax {
            let before = wordBefore(offset, bytes)
            if distance == 0, isOne(before, OneTimeCodeWords.unlike, bytes) { return true }
            if isOne(before, OneTimeCodeWords.errors, bytes) { return true }
            offset = before.lowerBound
        }
        return false
    }

    private static func isUnlike(after keyword: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var index = keyword.upperBound
        for _ in 0..<2 {
            while index < bytes.count, bytes[index] == 32 { index += 1 }
            guard index < bytes.count, ASCII.isLetter(bytes[index]) else { return false }
            let word = index..<OneTimeCodeGap.runEnd(bytes, from: index, to: bytes.count)
            if ASCII.isRunning(bytes[index]) {
                return OneTimeCodeWords.unlike.pieceCount(startOf: word, bytes) != nil
            }
            if OneTimeCodeWords.unlike.contains(bytes[word]) { return true }
            index = word.upperBound
        }
        return false
    }

    private static func isTold(before hit: KeywordMap.Hit, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        isOne(wordBefore(hit.place.lowerBound, bytes), OneTimeCodeWords.tells, bytes)
    }

    private static func isOne(
        _ word: Range<Int>,
        _ words: WordClass,
        _ bytes: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        guard !word.isEmpty else { return false }
        return ASCII.isRunning(bytes[word.lowerBound])
            ? words.pieceCount(endOf: word, bytes) != nil : words.contains(bytes[word])
    }

    /// The word that ends before `offset`, marks between them left out; of running text what stands in one piece.
    private static func wordBefore(_ offset: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Range<Int> {
        var end = offset
        while end > 0, offset - end < 4, " -(:#=\"".utf8.contains(bytes[end - 1]) { end -= 1 }
        guard end > 0, ASCII.isLetter(bytes[end - 1]) else { return end..<end }
        let isRunning = ASCII.isRunning(bytes[lead(bytes, before: end)])
        var start = end
        while start > 0, end - start < WordClass.wordBytesMax, ASCII.isLetter(bytes[start - 1]) {
            let lead = lead(bytes, before: start)
            guard ASCII.isRunning(bytes[lead]) == isRunning else { break }
            start = lead
        }
        return start..<end
    }

    /// Where the character that ends before `offset` begins.
    private static func lead(_ bytes: UnsafeBufferPointer<UInt8>, before offset: Int) -> Int {
        var lead = offset - 1
        while lead > 0, ASCII.isContinuation(bytes[lead]) { lead -= 1 }
        return lead
    }
}
