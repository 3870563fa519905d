import Switchyard
import Testing

@testable import SwitchyardChannels

/// The doctor's look at the outside: it asks, and sends nothing.
struct ReachabilityTests {
    @Test func `a relay is greeted and gets no mail`() throws {
        let script = SMTPScript()
        let server = try LoopbackServer(script: script.run)
        #expect(try problem(SMTPCarrierTests.settings(port: server.port)) == nil)
        #expect(script.seen.commands.contains { $0.hasPrefix("EHLO") })
        #expect(!script.seen.commands.contains { $0.hasPrefix("MAIL") || $0.hasPrefix("RCPT") || $0 == "DATA" })
    }

    @Test func `a relay without STARTTLS is a problem where TLS is required`() throws {
        let script = SMTPScript()
        let server = try LoopbackServer(script: script.run)
        var settings = SMTPCarrierTests.settings(port: server.port)
        settings.smtpTLS = .required
        #expect(try problem(settings) == SendCode.tlsFailed.rawValue)
    }

    @Test func `a closed port is a problem`() throws {
        let server = try LoopbackServer { _ in }
        let port = server.port
        server.stop()
        #expect(try problem(SMTPCarrierTests.settings(port: port)) == SendCode.connectFailed.rawValue)
    }

    @Test func `a relay that refuses everybody is a problem`() throws {
        let script = SMTPScript([.greeting: .reply("554 go away")])
        let server = try LoopbackServer(script: script.run)
        #expect(try problem(SMTPCarrierTests.settings(port: server.port)) != nil)
    }

    @Test func `a folder, no way and two ways are told apart`() throws {
        var settings = ChannelSettings()
        guard case .none = try Reachability.mail(settings) else { throw Unexpected() }
        settings.mailFolder = "/mail"
        guard case .folder("/mail") = try Reachability.mail(settings) else { throw Unexpected() }
        settings.smtpURL = "smtp://127.0.0.1:1"
        #expect(throws: ChannelSettingsError.twoMailRoutes) { try Reachability.mail(settings) }
    }

    @Test func `blocks are told as they were written`() throws {
        var settings = ChannelSettings()
        #expect(try Reachability.egress(settings).isEmpty)
        settings.egressAllow = "10.1.2.0/24:8443, [fd00:1::/64]:8080"
        let blocks = try Reachability.egress(settings)
        #expect(blocks.map(\.text) == ["10.1.2.0/24:8443", "fd00:1::/64:8080"])
        #expect(blocks.map(\.prefixLength) == [24, 64])
        #expect(blocks.map(\.isIPv4) == [true, false])
        settings.egressAllow = "everything"
        #expect(throws: ChannelSettingsError.self) { try Reachability.egress(settings) }
    }

    @Test(arguments: [200, 503]) func `a process is asked how it is`(status: Int) throws {
        let server = try LoopbackServer { connection in
            while let line = connection.readLine(), !line.isEmpty {}
            connection.write("HTTP/1.1 \(status) x\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")
        }
        #expect(try Reachability.status(of: "http://127.0.0.1:\(server.port)/health") == status)
    }

    @Test func `a process that is not there is told`() throws {
        let server = try LoopbackServer { _ in }
        let port = server.port
        server.stop()
        #expect(throws: Reachability.Unreachable.self) {
            try Reachability.status(of: "http://127.0.0.1:\(port)/health")
        }
    }

    private struct Unexpected: Error {}

    private func problem(_ settings: ChannelSettings) throws -> String? {
        guard case .relay(let problem) = try Reachability.mail(settings) else { throw Unexpected() }
        return problem
    }
}
