import Foundation
import Logging
import Synchronization
import TestTools
import Testing

@testable import Telemetry

@Suite struct SupervisorTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func socket() throws -> NotifySocket { try NotifySocket(folder.url.appending(path: "notify").path) }

    private func supervisor(_ socket: NotifySocket, within microseconds: Int64? = nil) -> Supervisor {
        var environment = ["NOTIFY_SOCKET": socket.name]
        environment["WATCHDOG_USEC"] = microseconds.map(String.init)
        return Supervisor(environment: environment)
    }

    @Test(arguments: Supervisor.Word.allCases)
    func aWordArrivesAtAFile(word: Supervisor.Word) throws {
        let socket = try socket()
        #expect(supervisor(socket).tell(word))
        #expect(socket.heard() == [word.rawValue])
    }

    @Test func aWordArrivesAtANameOfTheKernels() throws {
        let socket = try NotifySocket("@switchyard-test-\(UUID().uuidString)")
        #expect(supervisor(socket).tell(.ready))
        #expect(socket.heard() == ["READY=1"])
    }

    @Test(arguments: [
        [:], ["NOTIFY_SOCKET": ""], ["NOTIFY_SOCKET": "relative"], ["NOTIFY_SOCKET": "/nowhere/at/all"],
        ["NOTIFY_SOCKET": "/" + String(repeating: "x", count: 107)],
    ])
    func whereNobodyHearsNothingIsSaid(environment: [String: String]) {
        #expect(!Supervisor(environment: environment).tell(.ready))
    }

    struct Term: Sendable, CustomTestStringConvertible {
        let environment: [String: String]
        let expected: Duration?
        var testDescription: String { "\(environment)" }
    }

    @Test(arguments: [
        Term(environment: ["WATCHDOG_USEC": "30000000"], expected: .seconds(30)),
        Term(environment: ["WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "7"], expected: .seconds(30)),
        Term(environment: ["WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "8"], expected: nil),
        Term(environment: ["WATCHDOG_USEC": "0"], expected: nil),
        Term(environment: ["WATCHDOG_USEC": "soon"], expected: nil),
        Term(environment: [:], expected: nil),
    ])
    func onlyWhoIsMeantIsWatched(term: Term) {
        let environment = term.environment.merging(["NOTIFY_SOCKET": "/run/notify"]) { $1 }
        #expect(Supervisor(environment: environment, process: 7).aliveWithin == term.expected)
    }

    private final class Process: Sendable {
        let isReady = Mutex(false)
        let stuck = Mutex<[String]>([])
    }

    private func watchdog(_ supervisor: Supervisor, _ process: Process) -> Watchdog {
        Watchdog(
            supervisor,
            log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            isReady: { process.isReady.withLock { $0 } },
            stuck: { process.stuck.withLock { $0 } }
        )
    }

    @Test func aProcessThatMovesIsAliveAndOneThatDoesNotFallsSilent() throws {
        let (socket, process) = (try socket(), Process())
        let watchdog = watchdog(supervisor(socket, within: 30_000_000), process)
        let start = ContinuousClock.now
        func heard(at seconds: Int) -> [String] {
            #expect(watchdog.look(at: start + .seconds(seconds)))
            return socket.heard()
        }
        #expect(heard(at: 0) == ["WATCHDOG=1"])
        process.isReady.withLock { $0 = true }
        #expect(heard(at: 1) == ["READY=1"])
        #expect(heard(at: 9) == [])
        #expect(heard(at: 10) == ["WATCHDOG=1"])
        process.stuck.withLock { $0 = ["deliver"] }
        #expect(heard(at: 60) == [])
        process.stuck.withLock { $0 = [] }
        #expect(heard(at: 61) == ["WATCHDOG=1"])
        watchdog.stopping()
        #expect(socket.heard() == ["STOPPING=1"])
        #expect(heard(at: 71) == ["WATCHDOG=1"])
    }

    @Test func aProcessThatEndsBeforeItWasReadyNeverSaysThatItIs() throws {
        let (socket, process) = (try socket(), Process())
        let watchdog = watchdog(supervisor(socket), process)
        watchdog.stopping()
        process.isReady.withLock { $0 = true }
        // Nobody watches it, so there is nothing left to say.
        #expect(!watchdog.look(at: .now))
        #expect(socket.heard() == ["STOPPING=1"])
    }
}
