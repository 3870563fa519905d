import Dispatch
import Foundation
import Postgres
import Synchronization
import TestTools
import Testing

@Suite(.enabled(if: AdminServer.clusterScript != nil, "needs SWITCHYARD_CLUSTER_SCRIPT"), .timeLimit(.minutes(5)))
struct RestartTests {
    @Test(arguments: ["fast", "immediate"])
    func aPoolOutlivesARestartOfTheServer(mode: String) throws {
        let cluster = try TinyCluster(script: try #require(AdminServer.clusterScript))
        let pool = Pool(name: "restart", settings: try cluster.settings(), size: 3)
        for _ in 0..<12 { #expect(run(pool) == nil) }
        try cluster.run("restart", mode)
        // The line is idle now: every connection is found dead before work sees it.
        for _ in 0..<12 { #expect(run(pool) == nil) }
        try cluster.run("stop", "fast")
        #expect(run(pool)?.isUnavailable == true)
        pool.close()
    }

    private func run(_ pool: Pool) -> PostgresError? {
        let outcome = Mutex<PostgresError?>(nil)
        let done = DispatchSemaphore(value: 0)
        pool.submit { result in
            do {
                try result.get().execute("SELECT 1")
            } catch let error as PostgresError {
                outcome.withLock { $0 = error }
            } catch {
                Issue.record(error)
            }
            done.signal()
        }
        done.wait()
        return outcome.withLock { $0 }
    }
}

/// A cluster of its own, because a restart would disturb the other tests.
private final class TinyCluster {
    private let script: String
    private let ground: TemporaryFolder
    private var folder: String { ground.path + "/cluster" }

    init(script: String) throws {
        self.script = script
        ground = try TemporaryFolder()
        try #require(chmod(ground.path, 0o711) == 0)
        try run("start")
    }

    deinit { _ = try? run("remove") }

    func settings() throws -> ConnectionSettings {
        try ConnectionSettings(try run("url").trimmingCharacters(in: .whitespacesAndNewlines))
    }

    @discardableResult
    func run(_ command: String, _ mode: String? = nil) throws -> String {
        let output = "\(folder).out"
        defer { try? FileManager.default.removeItem(atPath: output) }
        let status = try spawn([script, command, folder] + (mode.map { [$0] } ?? []), output: output)
        try #require(status == 0, "\(script) \(command) failed")
        return String(decoding: try Data(contentsOf: URL(fileURLWithPath: output)), as: UTF8.self)
    }
}

/// Runs a program and returns how it ended. Not `Process`: that waits until nobody holds the descriptors it handed out,
/// and a server that was started keeps them.
private func spawn(_ arguments: [String], output: String) throws -> Int32 {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    let environment = ProcessInfo.processInfo.environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    let words = arguments.map { strdup($0) } + [nil]
    defer { for text in words + environment { free(text) } }
    var pid: pid_t = 0
    try #require(posix_spawn(&pid, arguments[0], &actions, nil, words, environment) == 0)
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0 { try #require(errno == EINTR) }
    return status
}
