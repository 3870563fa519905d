import BusinessTime
import Foundation
import Switchyard
import Testing

@testable import SwitchyardChannels

/// What python3's email package reads out of our bytes: an opinion that is not ours.
private struct ParsedMail: Decodable {
    let headers: [String: String]
    let bodies: [String: String]
    let longestLine: Int
    let isASCII: Bool
    let defects: [String]
}

private func parse(_ bytes: [UInt8]) throws -> ParsedMail {
    let program = """
        import sys, json, email, email.policy
        raw = sys.stdin.buffer.read()
        m = email.message_from_bytes(raw, policy=email.policy.default)
        parts = [p for p in m.walk() if not p.is_multipart()]
        print(json.dumps({
            "headers": {k.lower(): str(v) for k, v in m.items()},
            "bodies": {p.get_content_type(): p.get_content() for p in parts},
            "longestLine": max(len(l) for l in raw.split(b"\\r\\n")),
            "isASCII": all(b < 128 for b in raw) and raw.count(b"\\n") == raw.count(b"\\r\\n"),
            "defects": [repr(d) for p in m.walk() for d in p.defects],
        }))
        """
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-c", program]
    let input = Pipe()
    let output = Pipe()
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    try input.fileHandleForWriting.write(contentsOf: Data(bytes))
    try input.fileHandleForWriting.close()
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return try JSONDecoder().decode(ParsedMail.self, from: data)
}

private let hasPython = ["/usr/bin/python3", "/usr/local/bin/python3"]
    .contains { FileManager.default.isExecutableFile(atPath: $0) }

struct MailFormTests {
    @Test(.enabled(if: hasPython), arguments: BodyCase.all)
    func `another program reads back what was written`(_ row: BodyCase) throws {
        let message = MailSamples.mail(
            fromName: row.name,
            replyTo: "case+7@desk.test",
            inReplyTo: "<their-id@customer.test>",
            subject: row.subject,
            text: row.text,
            html: row.html,
            headers: [MailHeader(name: "Auto-Submitted", value: "auto-replied")]
        )
        let mail = try parse(MailForm.bytes(message))
        #expect(mail.defects.isEmpty)
        #expect(mail.isASCII)
        #expect(mail.longestLine <= 998)
        #expect(mail.headers["subject"] == row.subject)
        let from = try #require(mail.headers["from"])
        #expect(from.hasSuffix("<desk@exchange.test>") || from == "desk@exchange.test")
        #expect(mail.headers["to"] == "mei@customer.test" || mail.headers["to"] == "<mei@customer.test>")
        #expect(mail.headers["message-id"] == "<0190-abc@desk.test>")
        #expect(mail.headers["in-reply-to"] == "<their-id@customer.test>")
        #expect(mail.headers["references"] == "<their-id@customer.test>")
        #expect(mail.headers["reply-to"]?.contains("case+7@desk.test") == true)
        #expect(mail.headers["auto-submitted"] == "auto-replied")
        #expect(mail.headers["date"] == "Tue, 14 Nov 2023 22:13:20 +0000")
        #expect(lines(mail.bodies["text/plain"] ?? "") == lines(row.text))
        #expect(mail.bodies["text/html"].map(lines) == row.html.map(lines))
    }

    private func lines(_ text: String) -> [String] {
        let plain = text.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
        return plain.trimmingCharacters(in: .newlines).components(separatedBy: "\n")
    }

    @Test func `the same message makes the same bytes`() throws {
        let message = MailSamples.mail(subject: "重试", html: "<p>x</p>")
        #expect(try MailForm.bytes(message) == MailForm.bytes(message))
    }

    @Test(arguments: RefusalCase.all)
    func `what could forge a header is refused`(_ row: RefusalCase) {
        #expect(throws: row.refusal) { try MailForm.bytes(row.message) }
    }

    @Test func `every kind of refusal has a case`() {
        #expect(Set(RefusalCase.all.map(\.refusal)) == Set(MailForm.Refusal.allCases))
    }

    @Test(arguments: ["a b@c.test", "ü@c.test", String(repeating: "x", count: 901)])
    func `an odd identifier of theirs costs the thread and not the mail`(identifier: String) throws {
        let bytes = try MailForm.bytes(MailSamples.mail(inReplyTo: identifier))
        #expect(!String(decoding: bytes, as: UTF8.self).contains("In-Reply-To"))
    }

    @Test(arguments: [
        (0, "Thu, 01 Jan 1970 00:00:00 +0000"), (-1, "Wed, 31 Dec 1969 23:59:59 +0000"),
        (951_782_400, "Tue, 29 Feb 2000 00:00:00 +0000"), (4_107_542_399, "Sun, 28 Feb 2100 23:59:59 +0000"),
        (1_709_210_096, "Thu, 29 Feb 2024 12:34:56 +0000"),
    ])
    func `dates are written in UTC`(seconds: Int64, text: String) {
        #expect(MailDate.text(Instant(microseconds: seconds * 1_000_000)) == text)
    }

    @Test(arguments: [
        ("a@b.test", true), ("a.b+c_d@sub.b-c.test", true), ("", false), ("a", false), ("a@", false), ("@b", false),
        ("a@b@c", false), ("a b@c.test", false), ("a@b..test", false), (".a@b.test", false), ("a@b.test\r\n", false),
        ("<a@b.test>", false), ("a@[127.0.0.1]", false), ("ü@b.test", false), ("\"a b\"@c.test", false),
        (String(repeating: "a", count: 65) + "@b.test", false),
    ])
    func `addresses are plain or refused`(text: String, isValid: Bool) {
        #expect(MailAddress.isValid(text) == isValid)
    }
}

struct BodyCase: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var name = "Desk"
    var subject = "Subject"
    var text = "Text"
    var html: String?

    static let all = [
        BodyCase(testDescription: "plain"),
        BodyCase(testDescription: "no name", name: ""),
        BodyCase(testDescription: "quotes in the name", name: #"Desk "A" \ Sons, Ltd."#),
        BodyCase(
            testDescription: "Chinese",
            name: "交易所客服",
            subject: "提现延迟：您的工单已经收到，我们正在处理这个问题请耐心等待",
            text: "您好，\n您的提现已到账。\n"
        ),
        BodyCase(testDescription: "accents", subject: "Réponse à votre demande", text: "Déjà vu = 100 %\nfin"),
        BodyCase(testDescription: "emoji", name: "👩‍👩‍👧 Desk", subject: String(repeating: "👍🏽", count: 40), text: "👍🏽"),
        BodyCase(testDescription: "long ASCII subject", subject: String(repeating: "word ", count: 60) + "end"),
        BodyCase(testDescription: "encoded-word look-alike", subject: "=?UTF-8?B?eHg=?="),
        BodyCase(testDescription: "long line", text: String(repeating: "abcdefghij ", count: 300) + "end"),
        BodyCase(testDescription: "blanks at line ends", text: "one \ntwo\t\n three  \n"),
        BodyCase(testDescription: "line ends of all kinds", text: "a\r\nb\nc\rd\n\ne"),
        BodyCase(
            testDescription: "look-alike of a boundary",
            text: "--=_switchyard_alternative--\n.\nFrom x",
            html: "<p>--=_switchyard_alternative</p>"
        ),
        BodyCase(testDescription: "html beside text", text: "Grüße", html: "<p style=\"x\">Grüße = 交易</p>\n<br>"),
        BodyCase(
            testDescription: "76 characters",
            text: String(repeating: "x", count: 76) + "\n" + String(repeating: "y", count: 77)
        ),
        BodyCase(testDescription: "empty text", text: ""),
    ]
}

struct RefusalCase: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let message: MailMessage
    let refusal: MailForm.Refusal

    private static func header(_ name: String, _ value: String) -> MailMessage {
        MailSamples.mail(headers: [MailHeader(name: name, value: value)])
    }

    static let all = [
        RefusalCase(
            testDescription: "sender",
            message: MailSamples.mail(fromAddress: "a@b.test\nBcc: x@y.test"),
            refusal: .fromAddress
        ),
        RefusalCase(
            testDescription: "receiver",
            message: MailSamples.mail(toAddress: "a@b.test,c@d.test"),
            refusal: .toAddress
        ),
        RefusalCase(
            testDescription: "reply-to",
            message: MailSamples.mail(replyTo: "a@b.test\r\nX: y"),
            refusal: .replyTo
        ),
        RefusalCase(testDescription: "name", message: MailSamples.mail(fromName: "A\r\nBcc: b"), refusal: .fromName),
        RefusalCase(testDescription: "subject CR", message: MailSamples.mail(subject: "a\rb"), refusal: .subject),
        RefusalCase(testDescription: "subject LF", message: MailSamples.mail(subject: "a\nb"), refusal: .subject),
        RefusalCase(testDescription: "subject NUL", message: MailSamples.mail(subject: "a\0b"), refusal: .subject),
        RefusalCase(testDescription: "subject NEL", message: MailSamples.mail(subject: "a\u{85}b"), refusal: .subject),
        RefusalCase(testDescription: "id", message: MailSamples.mail(messageID: "a@b>\r\nX: y"), refusal: .messageID),
        RefusalCase(testDescription: "empty id", message: MailSamples.mail(messageID: ""), refusal: .messageID),
        RefusalCase(
            testDescription: "thread",
            message: MailSamples.mail(inReplyTo: "a@b\r\nX: y"),
            refusal: .inReplyTo
        ),
        RefusalCase(testDescription: "header value", message: header("X-A", "b\r\nBcc: c@d.test"), refusal: .headers),
        RefusalCase(testDescription: "header name", message: header("X-A: b\r\nBcc", "c"), refusal: .headers),
        RefusalCase(testDescription: "our own header", message: header("bcc", "c@d.test"), refusal: .headers),
        RefusalCase(
            testDescription: "33 headers",
            message: MailSamples.mail(headers: (0..<33).map { MailHeader(name: "X-\($0)", value: "v") }),
            refusal: .headers
        ),
        RefusalCase(
            testDescription: "size",
            message: MailSamples.mail(text: String(repeating: "x", count: MailForm.bytesMax + 1)),
            refusal: .size
        ),
    ]
}
