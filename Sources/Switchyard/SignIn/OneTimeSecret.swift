import BusinessTime
import Crypto
import Foundation

/// A secret shared with somebody's device, which makes six figures of it every thirty seconds: RFC 6238 with HMAC-SHA-1, the
/// form that every device knows. It appears in no description or dump.
struct OneTimeSecret: Sendable {
    /// RFC 4226, section 4: 160 bits.
    static let randomBytes = 20
    static let stepSeconds: Int64 = 30
    static let digits = 6
    /// Steps before and after the server's own that are taken, for clocks that differ and figures that are typed slowly.
    static let stepsAside: Int64 = 1
    private static let issuer = "Switchyard"
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)

    let bytes: [UInt8]

    /// RFC 4648, without padding: how devices take it.
    var text: String {
        var characters: [UInt8] = []
        var bits: UInt16 = 0
        var bitsHeld = 0
        for byte in bytes {
            bits = bits << 8 | UInt16(byte)
            bitsHeld += 8
            while bitsHeld >= 5 {
                bitsHeld -= 5
                characters.append(OneTimeSecret.alphabet[Int(bits >> UInt16(bitsHeld) & 31)])
            }
        }
        return String(decoding: characters, as: UTF8.self)
    }

    /// For a device's camera.
    func uri(account: String) -> String {
        let label =
            "\(OneTimeSecret.issuer):\(account)".addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        return "otpauth://totp/\(label)?secret=\(text)&issuer=\(OneTimeSecret.issuer)&algorithm=SHA1"
            + "&digits=\(OneTimeSecret.digits)&period=\(OneTimeSecret.stepSeconds)"
    }

    static func step(at instant: Instant) -> Int64 {
        instant.microseconds / Instant.microsecondsPerSecond / stepSeconds
    }

    /// The step whose code was typed, if it is one of those taken now; all of them are looked at.
    func step(of typed: String, at now: Instant) -> Int64? {
        let figures = Array(typed.utf8.filter { $0 != UInt8(ascii: " ") })
        let current = OneTimeSecret.step(at: now)
        var found: Int64?
        for step in current - OneTimeSecret.stepsAside...current + OneTimeSecret.stepsAside
        where isEqual(Array(code(of: step).utf8), figures) {
            found = step
        }
        return found
    }

    func code(of step: Int64) -> String {
        let counter = (0..<8).map { UInt8(truncatingIfNeeded: step >> Int64(56 - 8 * $0)) }
        let mac = Array(HMAC<Insecure.SHA1>.authenticationCode(for: counter, using: SymmetricKey(data: bytes)))
        let offset = Int(mac[mac.count - 1] & 15)
        let number = mac[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7fff_ffff
        let figures = String(number % 1_000_000)
        return String(repeating: "0", count: OneTimeSecret.digits - figures.count) + figures
    }

    /// Takes as long whichever figure is wrong.
    private func isEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        left.count == right.count && zip(left, right).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}

extension OneTimeSecret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    var description: String { "OneTimeSecret(hidden)" }

    var debugDescription: String { description }

    var customMirror: Mirror { Mirror(self, children: []) }
}
