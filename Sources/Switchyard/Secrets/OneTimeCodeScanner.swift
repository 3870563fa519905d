/// One-time codes beside their keyword: four to eight digits, or three and three.
enum OneTimeCodeScanner {
    static let digitCounts = 4...8
    /// Between the keyword and the code, in characters.
    static let besideCharactersMax = 24
    /// Between a bare "code" and its six digits.
    static let directBytesMax = 12
    /// Words before a bare "code" that are asked whether they speak of an error.
    private static let wordsBeforeMax = 4
    private static let plainDigits = 6
    private static let errors: Set<String> = ["error", "erro", "errore", "erreur", "ошибка", "ошибку", "помилка"]
    private static let joints: Set<String> = [
        "is", "was", "es", "e", "est", "this", "my", "the", "adalah", "ini", "это", "це", "мои", "sms", "here",
        "number", "are",
        "是", "为", "は",
    ]
    private static let unlike: Set<String> = [
        "zip", "postal", "post", "error", "promo", "referral", "country", "area", "sort", "branch", "swift", "status",
        "invite", "bank", "coupon", "discount", "qr", "voucher", "bar", "region", "dialing", "ref", "reference",
        "пригласительныи", "реферальныи", "почтовыи", "referido", "pos", "erro", "postcode", "tax",
    ]
    private static let units: Set<String> = [
        "usd", "usdt", "usdc", "btc", "eth", "eur", "euro", "euros", "gbp", "rub", "uah", "idr", "dollars", "dollar",
        "days", "hours", "minutes", "times", "years", "people", "users", "руб", "грн", "rb", "ribu", "reais", "k",
    ]

    static func find(in text: SecretText) -> [SecretFinding] {
        let bytes = text.bytes
        let families: KeywordFamilies = [.oneTimeCode, .anyCode]
        let isTold = text.keywords.isInContext(.oneTimeCode)
        guard isTold || text.keywords.hits.contains(where: { !$0.families.isDisjoint(with: families) }) else {
            return []
        }
        var found: [SecretFinding] = []
        var index = 0
        while index < bytes.count {
            guard ASCII.isDigit(bytes[index]) else {
                index += 1
                continue
            }
            let start = index
            index = groupEnd(bytes, from: start)
            let place = start..<index
            let digits = place.count { ASCII.isDigit(bytes[$0]) }
            guard digitCounts.contains(digits), !isAttached(place, bytes), isTold || isBeside(place, digits, text)
            else { continue }
            found.append(SecretFinding(kind: .oneTimeCode, place: place))
        }
        return found
    }

    /// Past the digits; past both halves of `123 456`.
    private static func groupEnd(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var end = start
        while end < bytes.count, ASCII.isDigit(bytes[end]) { end += 1 }
        guard end - start == 3, end + 3 < bytes.count, " -".utf8.contains(bytes[end])
        else { return end }
        var next = end + 1
        while next < bytes.count, ASCII.isDigit(bytes[next]) { next += 1 }
        return next - end == 4 ? next : end
    }

    /// Part of a word, an amount, a date, a time or a longer number.
    private static func isAttached(_ place: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let start = place.lowerBound
        let end = place.upperBound
        if start > 0 {
            let before = bytes[start - 1]
            if ASCII.isASCIILetter(before) || "$#@+%_&".utf8.contains(before) { return true }
            if "-/.,:".utf8.contains(before), start > 1, ASCII.isDigit(bytes[start - 2]) { return true }
        }
        guard end < bytes.count else { return false }
        let after = bytes[end]
        if ASCII.isASCIILetter(after) || "%$_@".utf8.contains(after) { return true }
        if "-/.,:".utf8.contains(after), end + 1 < bytes.count, ASCII.isDigit(bytes[end + 1]) { return true }
        return after == 32 && units.contains(word(bytes, from: end + 1))
    }

    private static func isBeside(_ place: Range<Int>, _ digits: Int, _ text: SecretText) -> Bool {
        let keywords = text.keywords
        if keywords.hasHit(
            near: place,
            .anyCode,
            charactersMax: directBytesMax,
            where: { isDirect($0, place, digits, text.bytes) }
        ) {
            return true
        }
        return keywords.hasHit(near: place, .oneTimeCode, charactersMax: besideCharactersMax) { hit in
            guard !hit.place.overlaps(place) else { return false }
            let gap = gap(hit.place, place)
            return digits > 4 && !hasSentenceEnd(gap, text.bytes) || isJoint(gap, text.bytes)
        }
    }

    /// `code 123456`, `my code is: 123456`, not `zip code 123456`.
    private static func isDirect(
        _ hit: KeywordMap.Hit,
        _ place: Range<Int>,
        _ digits: Int,
        _ bytes: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        guard digits == plainDigits, hit.place.upperBound <= place.lowerBound else { return false }
        guard isJoint(gap(hit.place, place), bytes) else { return false }
        var offset = hit.place.lowerBound
        for distance in 0..<wordsBeforeMax {
            let before = wordBefore(offset, bytes)
            let word = String(decoding: bytes[before], as: UTF8.self).lowercased()
            if distance == 0 ? unlike.contains(word) : errors.contains(word) { return false }
            offset = before.lowerBound
        }
        return true
    }

    private static func gap(_ one: Range<Int>, _ other: Range<Int>) -> Range<Int> {
        let start = min(one.upperBound, other.upperBound)
        return start..<max(start, max(one.lowerBound, other.lowerBound))
    }

    private static func hasSentenceEnd(_ gap: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        gap.contains { "!?".utf8.contains(bytes[$0]) || bytes[$0] == UInt8(ascii: ".") && $0 + 1 < gap.upperBound }
    }

    /// Nothing but marks and linking words.
    private static func isJoint(_ gap: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var index = gap.lowerBound
        while index < gap.upperBound {
            guard ASCII.isLetter(bytes[index]) else {
                if ASCII.isDigit(bytes[index]) { return false }
                index += 1
                continue
            }
            let start = index
            while index < gap.upperBound, ASCII.isLetter(bytes[index]) { index += 1 }
            let word = String(decoding: bytes[start..<index], as: UTF8.self).lowercased()
            guard joints.contains(word) else { return false }
        }
        return true
    }

    private static func word(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> String {
        var end = start
        while end < bytes.count, end - start < 24, ASCII.isLetter(bytes[end]) { end += 1 }
        return String(decoding: bytes[start..<max(start, end)], as: UTF8.self).lowercased()
    }

    private static func wordBefore(_ offset: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Range<Int> {
        var end = offset
        while end > 0, offset - end < 4, " -(:".utf8.contains(bytes[end - 1]) { end -= 1 }
        var start = end
        while start > 0, end - start < 24, ASCII.isLetter(bytes[start - 1]) { start -= 1 }
        return start..<end
    }
}
