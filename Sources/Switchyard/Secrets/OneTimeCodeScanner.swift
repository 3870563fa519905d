/// One-time codes beside their keyword: four to eight digits, three and three, or four and four.
///
/// A keyword that names such codes ("OTP", "код подтверждения") takes a number that follows it in the sentence; a bare
/// "code" takes six digits that follow it directly, or any code where a word between or before them tells what the code
/// is for ("code from the SMS"). A number before its keyword needs a link ("482913 is my code"). What the number is by its own
/// label, unit or form (an order, an amount, a year) is no code.
enum OneTimeCodeScanner {
    static let digitCounts = 4...8
    static let plainDigits = 6
    static let families: KeywordFamilies = [.oneTimeCode, .anyCode]

    struct Candidate {
        let place: Range<Int>
        let digits: Int
    }

    static func find(in text: SecretText) -> [SecretFinding] {
        let bytes = text.bytes
        let isTold = text.keywords.isInContext(.oneTimeCode)
        let isNamed = text.keywords.hits.contains { !$0.families.isDisjoint(with: families) }
        var found: [SecretFinding] = []
        var index = 0
        while index < bytes.count {
            guard ASCII.isDigit(bytes[index]) else {
                index += 1
                continue
            }
            let place = index..<groupEnd(bytes, from: index)
            index = place.upperBound
            let number = Candidate(place: place, digits: place.count { ASCII.isDigit(bytes[$0]) })
            guard digitCounts.contains(number.digits) else { continue }
            let isCode =
                isTold || isNamed && isBesideKeyword(number, text) || isGoogleForm(number, bytes)
                || isToBeUsed(number, bytes)
                || (found.last.map { isList($0.place.upperBound..<place.lowerBound, bytes) } ?? false)
            if isCode, !isAttached(place, bytes) { found.append(SecretFinding(kind: .oneTimeCode, place: place)) }
        }
        return found
    }

    /// Past the digits; past both halves of `123 456` and `1234-5678`.
    private static func groupEnd(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        let end = digitsEnd(bytes, from: start)
        let half = end - start
        guard half == 3 || half == 4, end + half < bytes.count, " -".utf8.contains(bytes[end]) else { return end }
        let next = digitsEnd(bytes, from: end + 1)
        return next - end - 1 == half ? next : end
    }

    private static func digitsEnd(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var end = start
        while end < bytes.count, ASCII.isDigit(bytes[end]) { end += 1 }
        return end
    }

    /// Part of a word, an amount, a date, a time or a longer number.
    private static func isAttached(_ place: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let start = place.lowerBound
        let end = place.upperBound
        if start > 0 {
            let before = bytes[start - 1]
            if ASCII.isASCIILetter(before) || "$@+%_&".utf8.contains(before) { return true }
            if "-/.,:".utf8.contains(before), start > 1, ASCII.isDigit(bytes[start - 2]) { return true }
        }
        guard end < bytes.count else { return false }
        let after = bytes[end]
        if ASCII.isASCIILetter(after) || "%$_@".utf8.contains(after) { return true }
        if "-/.,:".utf8.contains(after), end + 1 < bytes.count, ASCII.isDigit(bytes[end + 1]) { return true }
        return isAmount(end, bytes)
    }

    private static func isAmount(_ end: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let start = end < bytes.count && bytes[end] == 32 ? end + 1 : end
        guard start < bytes.count, ASCII.isLetter(bytes[start]) else { return false }
        let word = start..<OneTimeCodeGap.runEnd(bytes, from: start, to: bytes.count)
        if ASCII.isRunning(bytes[start]) {
            return OneTimeCodeWords.units.pieceCount(startOf: word, bytes) != nil
        }
        return start > end && OneTimeCodeWords.units.contains(bytes[word])
    }

    /// `G-123456`, as one sender writes its codes.
    private static func isGoogleForm(_ number: Candidate, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let start = number.place.lowerBound
        guard number.digits == plainDigits, start >= 2, bytes[start - 1] == UInt8(ascii: "-"),
            bytes[start - 2] == UInt8(ascii: "G")
        else { return false }
        return start == 2 || !ASCII.isLetter(bytes[start - 3]) && !ASCII.isDigit(bytes[start - 3])
    }

    /// Further codes of one list ("backup codes 12345678, 23456789").
    private static func isList(_ gap: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        gap.count <= 3 && gap.allSatisfy { ASCII.isBlank(bytes[$0]) || ",;".utf8.contains(bytes[$0]) }
    }
}
