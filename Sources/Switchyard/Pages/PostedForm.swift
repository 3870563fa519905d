import Foundation

/// What a browser posts from one of our pages (`application/x-www-form-urlencoded`), field by field.
struct PostedForm: Sendable {
    /// Bytes of one posted form; a larger one is refused unread.
    static let bytesMax = 16_384
    private static let fieldsMax = 16

    private let fields: [String: String]

    init(urlEncoded bytes: [UInt8]) throws {
        guard bytes.count <= PostedForm.bytesMax else {
            throw DomainError.field("", .tooLong, ["max": String(PostedForm.bytesMax), "unit": "bytes"])
        }
        var fields: [String: String] = [:]
        let pairs = bytes.split(separator: UInt8(ascii: "&"), maxSplits: PostedForm.fieldsMax)
        for pair in pairs.prefix(PostedForm.fieldsMax) {
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = parts.first.flatMap(PostedForm.decoded) else { continue }
            fields[name] = parts.count == 2 ? PostedForm.decoded(parts[1]) ?? "" : ""
        }
        self.fields = fields
    }

    subscript(name: String) -> String? { fields[name] }

    /// Percent and plus decoded; nil for what is not UTF-8. NUL cannot be stored and goes.
    private static func decoded(_ bytes: ArraySlice<UInt8>) -> String? {
        var plain: [UInt8] = []
        var rest = bytes
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"): plain.append(0x20)
            case UInt8(ascii: "%"):
                guard let high = rest.popFirst().flatMap(hexDigit), let low = rest.popFirst().flatMap(hexDigit) else {
                    return nil
                }
                plain.append(high << 4 | low)
            default: plain.append(byte)
            }
        }
        plain.removeAll { $0 == 0 }
        return String(validating: plain, as: UTF8.self)
    }

    private static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: nil
        }
    }
}
