/// Stellar's `S…` secret seeds: base 32 over a version byte, 32 bytes and a CRC-16 (XMODEM, little-endian).
enum StellarSeed {
    private static let version: UInt8 = 18 << 3

    /// nil where the token is no base 32 at all.
    static func isValid(_ token: Slice<UnsafeBufferPointer<UInt8>>) -> Bool? {
        guard let bytes = decode(token) else { return nil }
        guard bytes.count == 35, bytes[0] == version else { return false }
        let check = crc(bytes[..<33])
        return bytes[33] == UInt8(check & 0xFF) && bytes[34] == UInt8(check >> 8)
    }

    private static func decode(_ token: Slice<UnsafeBufferPointer<UInt8>>) -> [UInt8]? {
        var bytes: [UInt8] = []
        var buffer: UInt32 = 0
        var bits = 0
        for character in token {
            switch character {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): buffer = buffer << 5 | UInt32(character - UInt8(ascii: "A"))
            case UInt8(ascii: "2")...UInt8(ascii: "7"):
                buffer = buffer << 5 | UInt32(character - UInt8(ascii: "2") + 26)
            default: return nil
            }
            bits += 5
            guard bits >= 8 else { continue }
            bits -= 8
            bytes.append(UInt8(truncatingIfNeeded: buffer >> UInt32(bits)))
        }
        return bytes
    }

    private static func crc(_ bytes: ArraySlice<UInt8>) -> UInt16 {
        bytes.reduce(into: UInt16(0)) { crc, byte in
            crc ^= UInt16(byte) << 8
            for _ in 0..<8 { crc = crc & 0x8000 != 0 ? crc << 1 ^ 0x1021 : crc << 1 }
        }
    }
}
