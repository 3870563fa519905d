import Switchyard

/// A mail as the bytes of RFC 5322, all ASCII, lines of CRLF. The same message always makes the same bytes, so a resend
/// is the same mail. Whatever could end a header early (CR, LF, NUL, other controls) is refused, not repaired.
enum MailForm {
    static let bytesMax = 26_214_400
    static let messageIDLengthMax = 900
    private static let subjectLengthMax = 2_000
    private static let nameLengthMax = 400
    private static let headerValueLengthMax = 900
    /// Cannot occur in either body form: quoted-printable never has `=_`, base64 has no `_`.
    private static let boundary = "=_switchyard_alternative"
    private static let ownHeaders: Set<String> = [
        "from", "to", "cc", "bcc", "sender", "reply-to", "subject", "date", "message-id", "in-reply-to", "references",
        "mime-version", "content-type", "content-transfer-encoding", "return-path", "received",
    ]

    /// What is wrong with a message; none of it gets better by another attempt.
    enum Refusal: Error, Equatable, CaseIterable {
        case fromAddress, toAddress, replyTo, fromName, subject, messageID, inReplyTo, headers, size
    }

    static func bytes(_ message: MailMessage) throws(Refusal) -> [UInt8] {
        let textBytes = message.text.utf8.count + (message.html?.utf8.count ?? 0)
        guard textBytes <= bytesMax else { throw .size }
        let lines = try headerLines(message)
        let bytes = Array((lines.map { $0 + "\r\n" }.joined() + content(message)).utf8)
        guard bytes.count <= bytesMax else { throw .size }
        return bytes
    }

    /// The identifier without angle brackets; nil when it could not stand in a header.
    static func bareIdentifier(_ text: String) -> String? {
        let bare = text.hasPrefix("<") && text.hasSuffix(">") ? String(text.dropFirst().dropLast()) : text
        let isClean = bare.utf8.allSatisfy {
            (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "<") && $0 != UInt8(ascii: ">")
        }
        return isClean && (1...messageIDLengthMax).contains(bare.utf8.count) ? bare : nil
    }

    private static func headerLines(_ message: MailMessage) throws(Refusal) -> [String] {
        guard MailAddress.isValid(message.fromAddress) else { throw .fromAddress }
        guard MailAddress.isValid(message.toAddress) else { throw .toAddress }
        guard isSafe(message.fromName, lengthMax: nameLengthMax) else { throw .fromName }
        guard isSafe(message.subject, lengthMax: subjectLengthMax) else { throw .subject }
        guard let identifier = bareIdentifier(message.messageID) else { throw .messageID }
        var lines = [
            "Date: \(MailDate.text(message.sentAt))",
            "From: \(mailbox(name: message.fromName, address: message.fromAddress))",
            "To: <\(message.toAddress)>",
            "Subject: \(EncodedWord.header(message.subject))",
            "Message-ID: <\(identifier)>",
            "MIME-Version: 1.0",
        ]
        if let replyTo = message.replyTo {
            guard MailAddress.isValid(replyTo) else { throw .replyTo }
            lines.append("Reply-To: <\(replyTo)>")
        }
        lines += try threadLines(message.inReplyTo)
        lines += try furtherLines(message.headers)
        return lines
    }

    private static func mailbox(name: String, address: String) -> String {
        name.isEmpty ? "<\(address)>" : "\(EncodedWord.displayName(name))\r\n <\(address)>"
    }

    /// A customer's program wrote this identifier. One that is merely odd (spaces, not ASCII, endless) costs the
    /// thread, not the reply; one with controls in it is refused like any other.
    private static func threadLines(_ inReplyTo: String?) throws(Refusal) -> [String] {
        guard let inReplyTo, !inReplyTo.isEmpty else { return [] }
        guard !hasControls(inReplyTo) else { throw .inReplyTo }
        guard let identifier = bareIdentifier(inReplyTo) else { return [] }
        return ["In-Reply-To: <\(identifier)>", "References: <\(identifier)>"]
    }

    private static func furtherLines(_ headers: [MailHeader]) throws(Refusal) -> [String] {
        guard headers.count <= MailMessage.headersMax else { throw .headers }
        var lines: [String] = []
        for header in headers {
            guard isHeaderName(header.name), !ownHeaders.contains(header.name.lowercased()) else { throw .headers }
            guard isSafe(header.value, lengthMax: headerValueLengthMax) else { throw .headers }
            let isASCII = header.value.utf8.allSatisfy { $0 < 0x80 }
            lines.append("\(header.name): \(isASCII ? header.value : EncodedWord.header(header.value))")
        }
        return lines
    }

    private static func isHeaderName(_ name: String) -> Bool {
        (1...64).contains(name.utf8.count)
            && name.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: ":") }
    }

    private static func isSafe(_ text: String, lengthMax: Int) -> Bool {
        text.utf8.count <= lengthMax && !hasControls(text)
    }

    private static func hasControls(_ text: String) -> Bool {
        text.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F || (0x80...0x9F).contains($0.value) }
    }

    private static func content(_ message: MailMessage) -> String {
        let plain = part(message.text, type: "text/plain")
        guard let html = message.html else { return plain }
        let rich = part(html, type: "text/html")
        return """
            Content-Type: multipart/alternative;\r
             boundary="\(boundary)"\r
            \r
            --\(boundary)\r
            \(plain)\r
            --\(boundary)\r
            \(rich)\r
            --\(boundary)--\r

            """
    }

    private static func part(_ text: String, type: String) -> String {
        let body = MailBody(text: text)
        let headers = [
            "Content-Type: \(type); charset=utf-8", "Content-Transfer-Encoding: \(body.transferEncoding)", "",
        ]
        return headers.map { $0 + "\r\n" }.joined() + body.content
    }
}
