import Foundation
import Switchyard
import Testing

@testable import SwitchyardChannels

struct SMTPCarrierTests {
    static func settings(port: Int) -> ChannelSettings {
        var settings = ChannelSettings()
        settings.smtpURL = "smtp://127.0.0.1:\(port)"
        settings.smtpTLS = .none
        settings.smtpTimeouts = SendTimeouts(connect: .seconds(5), total: .seconds(20))
        return settings
    }

    @Test func `a mail the relay takes is accepted with the relay's words`() throws {
        let script = SMTPScript()
        let server = try LoopbackServer(script: script.run)
        var settings = Self.settings(port: server.port)
        settings.smtpFrom = "bounces@exchange.test"
        let text = "Hello\n.\n..two dots\nEnd"
        let outcome = try ChannelCarrier(settings: settings).send(.mail(MailSamples.mail(text: text)))
        #expect(outcome == .accepted(reference: "2.0.0 queued as ABC123"))
        let seen = script.seen
        #expect(seen.commands.contains { $0.hasPrefix("MAIL FROM:<bounces@exchange.test>") })
        #expect(seen.commands.contains { $0.hasPrefix("RCPT TO:<mei@customer.test>") })
        let mail = try #require(seen.mails.first)
        #expect(mail.contains("Message-ID: <0190-abc@desk.test>\r\n"))
        #expect(mail.hasSuffix("\r\n\r\nHello\r\n.\r\n..two dots\r\nEnd\r\n"))
    }

    @Test(arguments: OutcomeCase.all)
    func `the step that failed decides the outcome`(_ row: OutcomeCase) throws {
        let script = SMTPScript(row.changes)
        let server = try LoopbackServer(script: script.run)
        var settings = Self.settings(port: server.port)
        if row.isSlow {
            settings.smtpTimeouts = SendTimeouts(connect: .milliseconds(300), total: .milliseconds(600))
        }
        #expect(try ChannelCarrier(settings: settings).send(.mail(MailSamples.mail())) == row.outcome)
    }

    @Test func `a connection cut in the middle of the mail is retried`() throws {
        let server = try LoopbackServer { connection in
            connection.write("220 relay.test\r\n")
            while let line = connection.readLine() {
                connection.write(line == "DATA" ? "354 go on\r\n" : "250 ok\r\n")
                if line == "DATA" { break }
            }
            _ = connection.read(count: 1_000)
        }
        let message = MailSamples.mail(text: String(repeating: "a long line of text\n", count: 300_000))
        let outcome = try ChannelCarrier(settings: Self.settings(port: server.port)).send(.mail(message))
        #expect(outcome == .retry(code: "connection_lost", afterSeconds: nil))
    }

    @Test func `a closed port is retried`() throws {
        let server = try LoopbackServer { _ in }
        let port = server.port
        server.stop()
        let outcome = try ChannelCarrier(settings: Self.settings(port: port)).send(.mail(MailSamples.mail()))
        #expect(outcome == .retry(code: "connect_failed", afterSeconds: nil))
    }

    @Test func `a relay without STARTTLS gets no mail when TLS is required`() throws {
        let script = SMTPScript()
        let server = try LoopbackServer(script: script.run)
        var settings = Self.settings(port: server.port)
        settings.smtpTLS = .required
        let outcome = try ChannelCarrier(settings: settings).send(.mail(MailSamples.mail()))
        #expect(outcome == .retry(code: "tls_failed", afterSeconds: nil))
        #expect(!script.seen.commands.contains { $0.hasPrefix("MAIL") })
    }

    @Test func `refused credentials leave the mail waiting`() throws {
        let server = try LoopbackServer { connection in
            connection.write("220 relay.test\r\n")
            while let line = connection.readLine() {
                connection.write(line.hasPrefix("EHLO") ? "250-relay.test\r\n250 AUTH PLAIN\r\n" : "535 5.7.8 no\r\n")
            }
        }
        var settings = Self.settings(port: server.port)
        settings.smtpUser = "desk"
        settings.smtpPassword = "wrong"
        let outcome = try ChannelCarrier(settings: settings).send(.mail(MailSamples.mail()))
        #expect(outcome == .retry(code: "credentials_refused", afterSeconds: nil))
    }

    @Test func `a mail that cannot be written safely never reaches the relay`() throws {
        let server = try LoopbackServer { _ in }
        let carrier = try ChannelCarrier(settings: Self.settings(port: server.port))
        let message = MailSamples.mail(toAddress: "a@b.test>\r\nRCPT TO:<c@d.test")
        #expect(carrier.send(.mail(message)) == .rejected(code: "message_invalid"))
        #expect(server.connectionCount == 0)
    }

    @Test func `mails sent from many threads all arrive`() throws {
        let script = SMTPScript()
        let server = try LoopbackServer(script: script.run)
        let carrier = try ChannelCarrier(settings: Self.settings(port: server.port))
        DispatchQueue.concurrentPerform(iterations: 8) { index in
            let outcome = carrier.send(.mail(MailSamples.mail(messageID: "\(index)@desk.test")))
            #expect(outcome == .accepted(reference: "2.0.0 queued as ABC123"))
        }
        #expect(script.seen.mails.count == 8)
    }

    @Test(arguments: ["", "relay.test", "http://relay.test", "smtp://", "smtp://relay.test?x=1"])
    func `an unusable SMTP URL is refused at the start`(url: String) {
        var settings = ChannelSettings()
        settings.smtpURL = url
        #expect(throws: ChannelSettingsError.smtpURL) { try ChannelCarrier(settings: settings) }
    }

    @Test func `two mail routes are refused and none lets the mail wait`() throws {
        var settings = ChannelSettings()
        #expect(
            try ChannelCarrier(settings: settings).send(.mail(MailSamples.mail()))
                == .retry(code: "mail_not_configured", afterSeconds: nil)
        )
        settings.smtpURL = "smtp://relay.test"
        settings.mailFolder = "/nowhere"
        #expect(throws: ChannelSettingsError.twoMailRoutes) { try ChannelCarrier(settings: settings) }
    }
}

struct OutcomeCase: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let changes: [SMTPScript.Step: SMTPScript.Action]
    var isSlow = false
    let outcome: SendOutcome

    private static func retry(_ code: String) -> SendOutcome { .retry(code: code, afterSeconds: nil) }

    static let all = [
        OutcomeCase(
            testDescription: "greeting 554",
            changes: [.greeting: .reply("554 no service")],
            outcome: retry("smtp_554")
        ),
        OutcomeCase(
            testDescription: "greeting 421",
            changes: [.greeting: .reply("421 busy")],
            outcome: retry("smtp_421")
        ),
        OutcomeCase(testDescription: "hello 550", changes: [.hello: .reply("550 no")], outcome: retry("smtp_550")),
        OutcomeCase(
            testDescription: "mail 451",
            changes: [.mail: .reply("451 later")],
            outcome: retry("smtp_451")
        ),
        OutcomeCase(
            testDescription: "receiver 550",
            changes: [.recipient: .reply("550-no\r\n550 such user")],
            outcome: .rejected(code: "smtp_550")
        ),
        OutcomeCase(
            testDescription: "receiver 450",
            changes: [.recipient: .reply("450 greylisted")],
            outcome: retry("smtp_450")
        ),
        OutcomeCase(
            testDescription: "data 554",
            changes: [.data: .reply("554 no")],
            outcome: .rejected(code: "smtp_554")
        ),
        OutcomeCase(
            testDescription: "dot 452",
            changes: [.dot: .reply("452 full")],
            outcome: retry("smtp_452")
        ),
        OutcomeCase(
            testDescription: "dot 554",
            changes: [.dot: .reply("554 spam")],
            outcome: .rejected(code: "smtp_554")
        ),
        OutcomeCase(testDescription: "cut at greeting", changes: [.greeting: .cut], outcome: retry("connection_lost")),
        OutcomeCase(testDescription: "cut at receiver", changes: [.recipient: .cut], outcome: retry("connection_lost")),
        OutcomeCase(
            testDescription: "cut after the dot",
            changes: [.dot: .cut],
            outcome: .unknown(code: "connection_lost")
        ),
        OutcomeCase(
            testDescription: "silent greeting",
            changes: [.greeting: .silence],
            isSlow: true,
            outcome: retry("timed_out")
        ),
        OutcomeCase(
            testDescription: "silent receiver",
            changes: [.recipient: .silence],
            isSlow: true,
            outcome: retry("timed_out")
        ),
        OutcomeCase(
            testDescription: "silent after the dot",
            changes: [.dot: .silence],
            isSlow: true,
            outcome: .unknown(code: "timed_out")
        ),
        OutcomeCase(
            testDescription: "silent quit",
            changes: [.quit: .silence],
            isSlow: true,
            outcome: .accepted(reference: "2.0.0 queued as ABC123")
        ),
        OutcomeCase(
            testDescription: "cut at quit",
            changes: [.quit: .cut],
            outcome: .accepted(reference: "2.0.0 queued as ABC123")
        ),
    ]
}
