package import BusinessTime
package import Foundation

extension UUID {
    /// A time-ordered identifier (RFC 9562): 48 bits of milliseconds, 74 random bits. An id, never a secret.
    package static func v7(at instant: Instant) -> UUID { v7(at: instant, random: Entropy.numbers()) }

    static func v7(at instant: Instant, random: (high: UInt64, low: UInt64)) -> UUID {
        let milliseconds = UInt64(max(0, instant.microseconds / 1000))
        let (high, low) = random
        func byte(_ value: UInt64, _ shift: UInt64) -> UInt8 { UInt8(truncatingIfNeeded: value >> shift) }
        return UUID(
            uuid: (
                byte(milliseconds, 40), byte(milliseconds, 32), byte(milliseconds, 24),
                byte(milliseconds, 16), byte(milliseconds, 8), byte(milliseconds, 0),
                0x70 | (byte(high, 0) & 0x0f), byte(high, 8),
                0x80 | (byte(low, 0) & 0x3f), byte(low, 8), byte(low, 16), byte(low, 24),
                byte(low, 32), byte(low, 40), byte(low, 48), byte(low, 56)
            )
        )
    }

    /// The sixteen bytes, for hashing and authenticated data.
    package var bytes: [UInt8] { withUnsafeBytes(of: uuid) { Array($0) } }

    /// Before every id there is; `v7` never makes it.
    static let lowest = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))

    /// Lower-case text, the one form that leaves the house.
    ///
    /// Foundation prints and scans an id by format, which was a fifteenth of what the worker did for a step.
    package var text: String {
        String(unsafeUninitializedCapacity: Self.textBytes) { buffer in
            writeText(to: buffer)
            return Self.textBytes
        }
    }

    /// `text` into a buffer of at least `textBytes`.
    func writeText(to buffer: UnsafeMutableBufferPointer<UInt8>) {
        let text = UnsafeMutableRawBufferPointer(buffer)
        var place = 0
        withUnsafeBytes(of: uuid) { bytes in
            for pair in 0..<8 {
                if 2...5 ~= pair {
                    text[place] = UInt8(ascii: "-")
                    place += 1
                }
                let two = UInt16(bigEndian: bytes.loadUnaligned(fromByteOffset: 2 * pair, as: UInt16.self))
                text.storeBytes(of: Self.hexDigits(two).bigEndian, toByteOffset: place, as: UInt32.self)
                place += 4
            }
        }
    }

    /// Four lower-case digits at once, the first in the highest byte.
    private static func hexDigits(_ value: UInt16) -> UInt32 {
        var digits = UInt32(value)
        digits = (digits | digits << 8) & 0x00FF_00FF
        digits = (digits | digits << 4) & 0x0F0F_0F0F
        // Six more carries a digit above nine into the next four bits.
        let letters = (digits + 0x0606_0606) >> 4 & 0x0101_0101
        return digits + 0x3030_3030 + letters * UInt32(UInt8(ascii: "a") - 10 - UInt8(ascii: "0"))
    }

    /// 32 hexadecimal digits of either case with their four hyphens, and nothing else.
    package init?(text: String) {
        var high: UInt64 = 0
        var low: UInt64 = 0
        var digits = 0
        var place = 0
        for character in text.utf8 {
            defer { place += 1 }
            if place == 8 || place == 13 || place == 18 || place == 23 {
                guard character == UInt8(ascii: "-") else { return nil }
                continue
            }
            guard digits < 32, let digit = Self.hexValue(character) else { return nil }
            if digits < 16 { high = high << 4 | digit } else { low = low << 4 | digit }
            digits += 1
        }
        guard place == Self.textBytes else { return nil }
        let value = (high.bigEndian, low.bigEndian)
        self.init(uuid: withUnsafeBytes(of: value) { $0.loadUnaligned(as: uuid_t.self) })
    }

    static let textBytes = 36

    private static func hexValue(_ character: UInt8) -> UInt64? {
        switch character {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt64(character - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt64(character - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt64(character - UInt8(ascii: "A") + 10)
        default: nil
        }
    }
}
