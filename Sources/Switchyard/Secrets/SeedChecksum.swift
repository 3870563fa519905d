internal import Crypto

/// The checksum of BIP-39: 11 bits a word, entropy first, then its first SHA-256 bits.
enum SeedChecksum {
    /// Longest first: the longest valid window names the phrase.
    static let wordCounts = [24, 21, 18, 15, 12]
    static let bitsPerWord = 11

    static func isValid(_ numbers: ArraySlice<UInt16>) -> Bool {
        guard wordCounts.contains(numbers.count) else { return false }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(numbers.count * bitsPerWord / 8 + 1)
        var buffer: UInt32 = 0
        var bits = 0
        for number in numbers {
            buffer = buffer << UInt32(bitsPerWord) | UInt32(number)
            bits += bitsPerWord
            while bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: buffer >> UInt32(bits)))
            }
        }
        if bits > 0 { bytes.append(UInt8(truncatingIfNeeded: buffer << UInt32(8 - bits))) }
        let entropyBytes = numbers.count * 4 / 3
        let checksumBits = numbers.count / 3
        let mask = UInt8(truncatingIfNeeded: 0xFF00 >> checksumBits)
        guard let digest = SHA256.hash(data: bytes[..<entropyBytes]).first(where: { _ in true }) else { return false }
        return (digest ^ bytes[entropyBytes]) & mask == 0
    }
}
