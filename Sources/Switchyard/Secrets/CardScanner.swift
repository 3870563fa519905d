/// Payment card numbers: 13 to 19 digits in one piece or in the groups cards print, evenly separated, an issuer's prefix with its length,
/// and Luhn's check digit. Phone numbers and order numbers fail one of the three.
enum CardScanner {
    private static let groupings = [
        [4, 4, 4, 4], [4, 4, 4, 4, 3], [4, 4, 4, 4, 2], [4, 6, 5], [4, 6, 4], [4, 4, 4, 1], [6, 13],
    ]
    private static let digitCounts = 13...19
    private static let separatorBytesMax = 3
    /// Words written together with their number.
    private static let labels = WordClass(
        "card cards visa mastercard mc amex maestro mir jcb unionpay no num number cc pan"
    )
    private static let labelBytesMax = 12

    static func find(in text: SecretText) -> [SecretFinding] {
        let bytes = text.bytes
        var found: [SecretFinding] = []
        var index = 0
        while index < bytes.count {
            guard ASCII.isDigit(bytes[index]) else {
                index += 1
                continue
            }
            let groups = groups(bytes, from: index)
            guard let last = groups.last else { break }
            if !isAttached(index..<last.upperBound, bytes) { found += cards(groups, bytes) }
            index = last.upperBound
        }
        return found
    }

    /// Digit groups with the same separator between them.
    private static func groups(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> [Range<Int>] {
        var groups: [Range<Int>] = []
        var separator: Range<Int>?
        var index = start
        while true {
            let first = index
            while index < bytes.count, ASCII.isDigit(bytes[index]) { index += 1 }
            groups.append(first..<index)
            let next = separatorEnd(bytes, from: index)
            guard next > index, next < bytes.count, ASCII.isDigit(bytes[next]),
                separator.map({ bytes[$0].elementsEqual(bytes[index..<next]) }) ?? true
            else { return groups }
            separator = index..<next
            index = next
        }
    }

    private static func separatorEnd(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var end = start
        while end < bytes.count, end - start < separatorBytesMax, " -._/|\n\r\t".utf8.contains(bytes[end]) { end += 1 }
        return end
    }

    private static func isAttached(_ place: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let start = place.lowerBound
        let end = place.upperBound
        if start > 0, bytes[start - 1] == UInt8(ascii: "+") { return true }
        if start > 0, ASCII.isASCIILetter(bytes[start - 1]) {
            var word = start
            while word > 0, start - word < labelBytesMax, ASCII.isASCIILetter(bytes[word - 1]) { word -= 1 }
            if !labels.contains(bytes[word..<start]) { return true }
        }
        guard end < bytes.count else { return false }
        if ASCII.isASCIILetter(bytes[end]) { return true }
        return "-_".utf8.contains(bytes[end]) && end + 1 < bytes.count && ASCII.isASCIILetter(bytes[end + 1])
    }

    private static func cards(_ groups: [Range<Int>], _ bytes: UnsafeBufferPointer<UInt8>) -> [SecretFinding] {
        var found: [SecretFinding] = []
        var first = 0
        while first < groups.count {
            guard let count = cardGroups(groups[first...], bytes) else {
                first += 1
                continue
            }
            let place = groups[first].lowerBound..<groups[first + count - 1].upperBound
            found.append(SecretFinding(kind: .cardNumber, place: place))
            first += count
        }
        return found
    }

    /// How many groups from the first make a card number.
    private static func cardGroups(_ groups: ArraySlice<Range<Int>>, _ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        guard let first = groups.first else { return nil }
        if digitCounts.contains(first.count) { return isCard(first, bytes) ? 1 : nil }
        guard first.count == 4 || first.count == 6, groups.count > 1 else { return nil }
        for grouping in groupings where groups.prefix(grouping.count).map(\.count) == grouping {
            let end = groups[groups.startIndex + grouping.count - 1].upperBound
            if isCard(first.lowerBound..<end, bytes) { return grouping.count }
        }
        return nil
    }

    private static func isCard(_ place: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let digits = place.compactMap { ASCII.isDigit(bytes[$0]) ? Int(bytes[$0] - 48) : nil }
        return isIssued(digits) && isLuhnValid(digits)
    }

    private static func isLuhnValid(_ digits: [Int]) -> Bool {
        var sum = 0
        for (index, digit) in digits.reversed().enumerated() {
            let doubled = digit * 2
            sum += index % 2 == 0 ? digit : doubled > 9 ? doubled - 9 : doubled
        }
        return sum % 10 == 0
    }

    private static func isIssued(_ digits: [Int]) -> Bool {
        let prefix = digits.prefix(4).reduce(0) { $0 * 10 + $1 }
        switch prefix {
        case 4000...4999: return [13, 16, 19].contains(digits.count)
        case 5100...5599, 2221...2720, 2200...2204: return digits.count == 16
        case 3400...3499, 3700...3799: return digits.count == 15
        case 3000...3059, 3095, 3600...3699, 3800...3999: return (14...19).contains(digits.count)
        case 3528...3589, 6011, 6200...6299, 6440...6599: return (16...19).contains(digits.count)
        case 5018, 5020, 5038, 5893, 6304, 6759, 6761...6763: return (13...19).contains(digits.count)
        case 9792, 6060...6089, 8100...8171: return digits.count == 16
        default: return false
        }
    }
}
