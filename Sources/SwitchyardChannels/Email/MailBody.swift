import Foundation

/// One text part in a form every relay passes unchanged: quoted-printable when the text is mostly ASCII, base64
/// otherwise. Line ends become CRLF whichever kind they were.
struct MailBody: Sendable {
    static let lineLengthMax = 76
    /// Above this share of bytes outside ASCII (1 in 6) base64 is the shorter form.
    private static let asciiShareDivisor = 6

    let transferEncoding: String
    /// Encoded, ends with CRLF unless empty.
    let content: String

    init(text: String) {
        let bytes = Self.withNetworkLineEnds(text)
        let foreignCount = bytes.count { $0 >= 0x80 }
        if foreignCount * Self.asciiShareDivisor > bytes.count {
            transferEncoding = "base64"
            let lines = Data(bytes).base64EncodedString(options: [
                .lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed,
            ])
            content = lines + "\r\n"
        } else {
            transferEncoding = "quoted-printable"
            content = Self.quotedPrintable(bytes)
        }
    }

    private static func withNetworkLineEnds(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count + 64)
        var previous: UInt8 = 0
        for byte in text.utf8 {
            switch byte {
            case 0x0D: bytes += [0x0D, 0x0A]
            case 0x0A where previous == 0x0D: break
            case 0x0A: bytes += [0x0D, 0x0A]
            default: bytes.append(byte)
            }
            previous = byte
        }
        return bytes
    }

    /// `bytes` has CRLF line ends only.
    private static func quotedPrintable(_ bytes: [UInt8]) -> String {
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count + bytes.count / 8)
        var column = 0
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte == 0x0D {
                output += [0x0D, 0x0A]
                column = 0
                index += 2
                continue
            }
            let isLastOfLine = index + 1 == bytes.count || bytes[index + 1] == 0x0D
            let piece = quoted(byte, isLastOfLine: isLastOfLine)
            if column + piece.count > lineLengthMax - (isLastOfLine ? 0 : 1) {
                output += [UInt8(ascii: "="), 0x0D, 0x0A]
                column = 0
            }
            output += piece
            column += piece.count
            index += 1
        }
        if column > 0 {
            output += [0x0D, 0x0A]
        }
        return String(decoding: output, as: UTF8.self)
    }

    private static let hexDigits = Array("0123456789ABCDEF".utf8)

    /// White space at the end of a line would be lost on the way, so it is written in hex.
    private static func quoted(_ byte: UInt8, isLastOfLine: Bool) -> [UInt8] {
        let isBlank = byte == 0x20 || byte == 0x09
        if isBlank ? !isLastOfLine : (0x21...0x7E).contains(byte) && byte != UInt8(ascii: "=") {
            return [byte]
        }
        return [UInt8(ascii: "="), hexDigits[Int(byte >> 4)], hexDigits[Int(byte & 15)]]
    }
}
