/// What passed between us and the relay, watched from libcurl's callbacks: how much of the mail was handed over and the
/// last reply. Lives inside one blocking send, on one thread.
final class SMTPDialogue {
    private static let lineLengthMax = 512
    /// The answer to QUIT; it says nothing about the mail.
    private static let closingCode = 221

    private let mail: [UInt8]
    private var sentCount = 0
    private var lastCode = 0
    private var lastText = ""

    init(mail: [UInt8]) {
        self.mail = mail
    }

    /// libcurl holds the last byte, so the final dot may have left. It does not say when the dot really leaves, so this
    /// errs towards "may have been delivered".
    var isWholeMailSent: Bool { sentCount == mail.count }

    /// Code of the last reply if it was a refusal.
    var refusal: Int? { lastCode >= 400 ? lastCode : nil }

    /// What the relay said when it took the mail, usually its queue's identifier.
    func reference(lengthMax: Int) -> String? {
        lastText.isEmpty ? nil : String(lastText.prefix(lengthMax))
    }

    func supply(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(buffer.count, mail.count - sentCount)
        guard count > 0 else { return 0 }
        buffer.copyBytes(from: mail[sentCount..<sentCount + count])
        sentCount += count
        return count
    }

    /// One reply line; of a reply over several lines the last one counts (a space behind the code).
    func receive(_ line: UnsafeRawBufferPointer) -> Int {
        let bytes = line.prefix(Self.lineLengthMax)
        let isLast = bytes.count == 3 || bytes.count > 3 && bytes[3] != UInt8(ascii: "-")
        if isLast, let code = Int(String(decoding: bytes.prefix(3), as: UTF8.self)), code != Self.closingCode {
            lastCode = code
            lastText = String(decoding: bytes.dropFirst(4).filter { (0x20...0x7E).contains($0) }, as: UTF8.self)
        }
        return line.count
    }
}
