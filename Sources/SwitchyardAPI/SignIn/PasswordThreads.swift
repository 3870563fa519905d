import NIOPosix
import Switchyard
import Synchronization

/// Where passwords are hashed: on threads for what blocks, as many as the machine has processors, never on those that tasks
/// run on. Each hash takes 19 MiB and some 25 ms of one of them, so only so many may be in hand; the next one is told to come
/// again.
package final class PasswordThreads: Sendable {
    /// Hashing or waiting for it, in one process: less than half a second of waiting on two processors.
    package static let inHandMax = 32

    private let inHandMax: Int
    private let inHand = Mutex(0)

    package init(inHandMax: Int = PasswordThreads.inHandMax) { self.inHandMax = inHandMax }

    /// Holds a place for the whole of a sign-in, so that no try is counted and then not looked at.
    ///
    /// - Throws: `sign_in_busy`.
    func withPlace<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        let isIn = inHand.withLock { inHand in
            guard inHand < inHandMax else { return false }
            inHand += 1
            return true
        }
        guard isIn else { throw DomainError(.limited, "sign_in_busy") }
        defer { inHand.withLock { $0 -= 1 } }
        return try await body()
    }

    func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await NIOThreadPool.singleton.runIfActive(work)
    }
}
