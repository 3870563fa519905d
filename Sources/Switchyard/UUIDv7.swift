package import BusinessTime
package import Foundation

extension UUID {
    /// A time-ordered identifier (RFC 9562): 48 bits of milliseconds, 74 random bits. An id, never a secret.
    package static func v7(at instant: Instant) -> UUID {
        var generator = SystemRandomNumberGenerator()
        return v7(at: instant, random: (generator.next(), generator.next()))
    }

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
    package var text: String { uuidString.lowercased() }
}
