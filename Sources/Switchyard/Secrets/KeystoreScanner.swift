/// Ethereum keystore files: the smallest JSON object that holds both `crypto` and `ciphertext`. Quotes are not read, so
/// that escaped and broken JSON is found too; an object cut off reaches to the end of its text.
enum KeystoreScanner {
    /// Objects nested deeper than this are left to the object around them.
    private static let depthMax = 64

    private struct Open {
        let start: Int
        var hasCrypto = false
        var hasCiphertext = false
        var isKeystore: Bool { hasCrypto && hasCiphertext }
    }

    static func find(in text: SecretText) -> [SecretFinding] {
        let bytes = text.bytes
        var found: [SecretFinding] = []
        var open: [Open] = []
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "{") {
                if open.count < depthMax { open.append(Open(start: index)) }
            } else if byte == UInt8(ascii: "}"), let closed = open.popLast() {
                if closed.isKeystore {
                    found.append(SecretFinding(kind: .keystore, place: closed.start..<(index + 1)))
                } else if !open.isEmpty {
                    open[open.count - 1].hasCrypto = open[open.count - 1].hasCrypto || closed.hasCrypto
                    open[open.count - 1].hasCiphertext = open[open.count - 1].hasCiphertext || closed.hasCiphertext
                }
            } else if byte == Secrets.partSeparator {
                found += cutOff(&open, at: index)
            } else if byte | 0x20 == UInt8(ascii: "c"), !open.isEmpty {
                if isWord("crypto", bytes, index) { open[open.count - 1].hasCrypto = true }
                if isWord("ciphertext", bytes, index) { open[open.count - 1].hasCiphertext = true }
            }
            index += 1
        }
        return found + cutOff(&open, at: bytes.count)
    }

    private static func cutOff(_ open: inout [Open], at end: Int) -> [SecretFinding] {
        defer { open = [] }
        guard let first = open.first(where: \.hasCrypto), open.contains(where: \.hasCiphertext) else { return [] }
        return [SecretFinding(kind: .keystore, place: first.start..<end)]
    }

    private static func isWord(_ word: StaticString, _ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Bool {
        let end = index + word.utf8CodeUnitCount
        guard end < bytes.count, !ASCII.isLetter(bytes[end]), index > 0, !ASCII.isLetter(bytes[index - 1])
        else { return false }
        return TriggerScan.equals(bytes, index..<end, word)
    }
}
