/// A secret key written as a list of bytes: exactly 64 numbers from 0 to 255 between commas (the file of Solana's
/// command line), or 32 with a keyword near.
enum IntegerArrayScanner {
    private static let seedNumbers = 32

    static func find(in text: SecretText) -> [SecretFinding] {
        let bytes = text.bytes
        var found: [SecretFinding] = []
        var index = 0
        while index < bytes.count {
            guard ASCII.isDigit(bytes[index]) else {
                index += 1
                continue
            }
            let start = index
            let (end, count, isBytes) = list(bytes, from: start)
            index = end
            guard isBytes else { continue }
            let isKey =
                count == SolanaKeyPair.byteCount
                || count == seedNumbers && text.keywords.isNear(start..<end, [.privateKey, .seed])
            if isKey { found.append(SecretFinding(kind: .privateKey, place: start..<end)) }
        }
        return found
    }

    private static func list(
        _ bytes: UnsafeBufferPointer<UInt8>,
        from start: Int
    ) -> (end: Int, count: Int, isBytes: Bool) {
        var index = start
        var end = start
        var count = 0
        var isBytes = true
        while index < bytes.count, ASCII.isDigit(bytes[index]) {
            var value = 0
            while index < bytes.count, ASCII.isDigit(bytes[index]) {
                value = min(value * 10 + Int(bytes[index] - 48), 1_000)
                index += 1
            }
            isBytes = isBytes && value <= 255
            count += 1
            end = index
            while index < bytes.count, ASCII.isBlank(bytes[index]) { index += 1 }
            guard index < bytes.count, bytes[index] == UInt8(ascii: ",") else { break }
            index += 1
            while index < bytes.count, ASCII.isBlank(bytes[index]) { index += 1 }
        }
        return (end, count, isBytes)
    }
}
