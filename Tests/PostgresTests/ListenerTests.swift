import Foundation
import Postgres
import Testing

@Suite(.needsServer, .timeLimit(.minutes(1))) struct ListenerTests {
    private let waitMilliseconds = 30_000

    @Test(arguments: ["plain", "Odd \"name\""])
    func aNotificationCrossesConnections(prefix: String) throws {
        let channel = "\(prefix) \(UUID().uuidString.prefix(8))"
        let listener = try Listener(try AdminServer.settings(), channel: channel)
        #expect(try listener.drain() == 0)
        let sender = try AdminServer.connect()
        try sender.execute("SELECT pg_notify(\(channel), 'a'), pg_notify(\(channel), 'b')")
        var count = try listener.wait(milliseconds: waitMilliseconds)
        if count == 1 { count += try listener.wait(milliseconds: waitMilliseconds) }
        #expect(count == 2)
        #expect(try listener.wait(milliseconds: 1) == 0)
    }

    @Test func aLostListenerSaysSo() throws {
        let channel = "c\(UUID().uuidString.prefix(8))"
        var settings = try AdminServer.settings()
        settings.applicationName = channel
        let listener = try Listener(settings, channel: channel)
        let admin = try AdminServer.connect()
        try admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = \(channel)")
        let error = try postgresError { _ = try listener.wait(milliseconds: waitMilliseconds) }
        #expect(error.kind == .connectionLost)
        #expect(listener.socket == -1)
    }
}
