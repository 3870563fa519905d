/// Whether a text is a plain ASCII mail address that can stand in an SMTP command and a header without quoting.
/// Stricter than RFC 5321 on purpose: quoted local parts, comments and address literals are refused.
enum MailAddress {
    static let lengthMax = 254
    private static let localLengthMax = 64
    private static let localSymbols = Set("!#$%&'*+-/=?^_`{|}~.".utf8)

    static func isValid(_ text: String) -> Bool {
        guard text.utf8.count <= lengthMax else { return false }
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, (1...localLengthMax).contains(parts[0].utf8.count) else { return false }
        return isDotted(parts[0]) { isAlphanumeric($0) || localSymbols.contains($0) }
            && isDotted(parts[1]) { isAlphanumeric($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") }
    }

    private static func isDotted(_ text: Substring, _ isAllowed: (UInt8) -> Bool) -> Bool {
        text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { !$0.isEmpty }
            && text.utf8.allSatisfy(isAllowed)
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}
