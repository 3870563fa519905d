import Foundation

/// The shapes of text the product knows. Each is checked by hand and published as a pattern of the same meaning, or a
/// wider one where a pattern cannot say it (the days of a month, the zones that exist).
package enum StringFormat: String, CaseIterable, Sendable {
    case uuid
    case email
    /// RFC 3339 with an offset; up to nine digits of a second, kept to the microsecond.
    case instant
    /// `YYYY-MM-DD`, Gregorian.
    case date
    /// `YYYY-MM`, Gregorian.
    case month
    /// BCP 47, well formed; grandfathered tags are refused.
    case language
    /// An IANA zone name this machine knows, or `UTC`.
    case zone
    /// Lower-case letters, digits and single hyphens inside.
    case slug
    /// `http` or `https`, ASCII, with a host and without user name or password.
    case url
    /// A decimal amount without sign or exponent: up to 38 digits before the point and 18 after it.
    case amount
    /// `HH:MM`, up to and with `24:00` (spec/sla.md T3).
    case wallTime = "wall_time"
    /// Of a policy or a calendar's line: lower-case letters, digits, `-` and `_`, beginning with a letter or digit.
    case name
    /// `#rrggbb`, as pages write it.
    case colour
    /// One line of plain text, with more than space in it; no control character, and nothing that turns its direction.
    case line
    /// The same on several lines.
    case lines

    /// Bytes of the longest text of this format.
    package var bytesMax: Int {
        switch self {
        case .uuid: 36
        case .email: 254
        case .instant: 35
        case .date: 10
        case .month: 7
        case .language: 35
        case .zone: 64
        case .slug: 63
        case .url: 2048
        case .amount: 57
        case .wallTime: 5
        case .name: TenantCalendar.nameBytesMax
        case .colour: 7
        case .line, .lines: StringRule.charactersMax * PlainText.scalarBytesMax
        }
    }

    package func matches(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard !bytes.isEmpty, bytes.count <= bytesMax else { return false }
        return switch self {
        case .line: PlainText.isLine(text)
        case .lines: PlainText.isLines(text)
        default: bytes.allSatisfy { $0 > 0x20 && $0 < 0x7F } && matches(text, bytes)
        }
    }

    /// Of a text of visible ASCII.
    private func matches(_ text: String, _ bytes: [UInt8]) -> Bool {
        switch self {
        case .uuid: Self.isUUID(bytes)
        case .email: Self.isEmail(bytes)
        case .instant: RFC3339.microseconds(text) != nil
        case .date: RFC3339.isDate(text)
        case .month: RFC3339.isDate(text + "-01")
        case .language: LanguageTag.isWellFormed(text)
        case .zone: Self.isZone(text, bytes)
        case .slug: Self.isLabel(bytes) && bytes.allSatisfy { $0.isLowerOrDigit || $0 == 0x2D } && !text.contains("--")
        case .url: Self.isURL(text)
        case .amount: Self.isAmount(bytes)
        case .wallTime: Self.isWallTime(bytes)
        case .name: TenantCalendar.isName(text)
        case .colour: Colour(text) != nil
        case .line, .lines: false
        }
    }

    private static func isUUID(_ bytes: [UInt8]) -> Bool {
        guard bytes.count == 36 else { return false }
        return bytes.indices.allSatisfy { index in
            [8, 13, 18, 23].contains(index) ? bytes[index] == 0x2D : bytes[index].isHex
        }
    }

    /// Dot-atom local part up to 64 bytes, then a host name with at least one dot (RFC 5321 without quoted parts,
    /// address literals and non-ASCII mailboxes; international domains come in their `xn--` form).
    private static func isEmail(_ bytes: [UInt8]) -> Bool {
        guard let at = bytes.firstIndex(of: UInt8(ascii: "@")), (1...64).contains(at) else { return false }
        let atoms = bytes[..<at].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard atoms.allSatisfy({ !$0.isEmpty && $0.allSatisfy(\.isAtomText) }) else { return false }
        // No label has another `@`.
        let labels = bytes[(at + 1)...].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return labels.count >= 2 && labels.allSatisfy(isLabel)
    }

    /// A label of a host name: letters, digits and hyphens, no hyphen at either end, up to 63 bytes.
    private static func isLabel(_ bytes: some BidirectionalCollection<UInt8>) -> Bool {
        guard let first = bytes.first, let last = bytes.last, bytes.count <= 63 else { return false }
        return first.isLetterOrDigit && last.isLetterOrDigit && bytes.allSatisfy { $0.isLetterOrDigit || $0 == 0x2D }
    }

    private static func isZone(_ text: String, _ bytes: [UInt8]) -> Bool {
        if text == "UTC" { return true }
        let parts = bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        let isName =
            parts.count >= 2
            && parts.allSatisfy { part in
                guard let first = part.first, first.isLetterOrDigit else { return false }
                return part.allSatisfy { $0.isLetterOrDigit || $0 == 0x5F || $0 == 0x2D || $0 == 0x2B }
            }
        return isName && TimeZone(identifier: text) != nil
    }

    private static func isURL(_ text: String) -> Bool {
        let lowered = text.lowercased()
        guard lowered.hasPrefix("https://") || lowered.hasPrefix("http://"),
            !text.contains(where: { "\"<>\\^`{|}".contains($0) }),
            let parts = URLComponents(string: text), let host = parts.host, !host.isEmpty,
            parts.user == nil, parts.password == nil
        else { return false }
        return parts.port.map { (1...65_535).contains($0) } ?? true
    }

    private static func isAmount(_ bytes: [UInt8]) -> Bool {
        let parts = bytes.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = parts.first, (1...38).contains(whole.count), whole.allSatisfy(\.isDigit) else { return false }
        guard whole.count == 1 || whole.first != 0x30 else { return false }
        return parts.count == 1 || (1...18).contains(parts[1].count) && parts[1].allSatisfy(\.isDigit)
    }

    private static func isWallTime(_ bytes: [UInt8]) -> Bool {
        guard bytes.count == 5, bytes[2] == UInt8(ascii: ":"),
            [0, 1, 3, 4].allSatisfy({ bytes[$0].isDigit })
        else { return false }
        let hours = Int(bytes[0] - 0x30) * 10 + Int(bytes[1] - 0x30)
        let minutes = Int(bytes[3] - 0x30) * 10 + Int(bytes[4] - 0x30)
        return hours < 24 && minutes < 60 || hours == 24 && minutes == 0
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { (0x30...0x39).contains(self) }
    fileprivate var isHex: Bool { isDigit || (0x61...0x66).contains(self | 0x20) }
    fileprivate var isLetterOrDigit: Bool { isDigit || (0x61...0x7A).contains(self | 0x20) }
    fileprivate var isLowerOrDigit: Bool { isDigit || (0x61...0x7A).contains(self) }
    fileprivate var isAtomText: Bool { isLetterOrDigit || "!#$%&'*+-/=?^_`{|}~".utf8.contains(self) }
}
