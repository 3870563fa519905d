/// PEM and OpenSSH private key blocks, from `BEGIN … PRIVATE KEY` to its `END`. A block without an end reaches to the
/// end of its text: what a customer cut off is still most of a key. Certificates and public keys stay.
enum PEMScanner {
    /// Between BEGIN or END and the words that name a private key, in bytes.
    private static let labelBytesMax = 48
    private static let dashesMax = 10

    static func find(in text: SecretText) -> [SecretFinding] {
        let bytes = text.bytes
        var found: [SecretFinding] = []
        var index = 0
        while let begin = nextBegin(bytes, from: index) {
            let bodyStart = begin.upperBound
            let next = nextBegin(bytes, from: bodyStart)?.lowerBound ?? bytes.count
            let end = blockEnd(bytes, bodyStart..<next) ?? partEnd(bytes, from: bodyStart, to: next)
            found.append(SecretFinding(kind: .pemKey, place: begin.lowerBound..<end))
            index = max(end, next == bytes.count ? end : next)
        }
        return found
    }

    private static func nextBegin(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Range<Int>? {
        guard let found = marker("begin", bytes, start..<bytes.count) else { return nil }
        var first = found.lowerBound
        while first > start, found.lowerBound - first < dashesMax,
            bytes[first - 1] == UInt8(ascii: "-") || bytes[first - 1] == 32
        {
            first -= 1
        }
        while first < found.lowerBound, bytes[first] == 32 { first += 1 }
        return first..<found.upperBound
    }

    private static func blockEnd(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Int? {
        marker("end", bytes, range)?.upperBound
    }

    private static func partEnd(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int) -> Int {
        var index = start
        while index < end, bytes[index] != Secrets.partSeparator { index += 1 }
        return index
    }

    /// `word`, at most some label, `private key`, and the dashes after it; dashes or a line start before it.
    private static func marker(
        _ word: StaticString,
        _ bytes: UnsafeBufferPointer<UInt8>,
        _ range: Range<Int>
    ) -> Range<Int>? {
        let length = word.utf8CodeUnitCount
        var index = range.lowerBound
        while index + length < range.upperBound {
            defer { index += 1 }
            guard bytes[index] | 0x20 == word.utf8Start[0],
                TriggerScan.equals(bytes, index..<(index + length), word), bytes[index + length] == 32,
                index == 0 || !ASCII.isAlphanumeric(bytes[index - 1]),
                var end = labelEnd(bytes, (index + length)..<min(range.upperBound, index + length + labelBytesMax))
            else { continue }
            let afterLabel = end
            while end < range.upperBound, end - afterLabel < dashesMax,
                bytes[end] == UInt8(ascii: "-")
                    || bytes[end] == 32 && end + 1 < range.upperBound && bytes[end + 1] == UInt8(ascii: "-")
            {
                end += 1
            }
            guard end > afterLabel || index > 0 && bytes[index - 1] == UInt8(ascii: "-") else { continue }
            return index..<end
        }
        return nil
    }

    /// Past `private key` or `private key block`, with nothing but words before it.
    private static func labelEnd(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Int? {
        let name: StaticString = "private key"
        var index = range.lowerBound
        while index + name.utf8CodeUnitCount <= range.upperBound {
            if TriggerScan.equals(bytes, index..<(index + name.utf8CodeUnitCount), name) {
                let end = index + name.utf8CodeUnitCount
                let block: StaticString = " block"
                let blockEnd = end + block.utf8CodeUnitCount
                let isBlock = blockEnd <= range.upperBound && TriggerScan.equals(bytes, end..<blockEnd, block)
                return isBlock ? blockEnd : end
            }
            guard ASCII.isAlphanumeric(bytes[index]) || bytes[index] == 32 else { return nil }
            index += 1
        }
        return nil
    }
}
