import Synchronization

/// An answer that another thread will give.
final class Outcome: Sendable {
    private let stored = Mutex<Bool?>(nil)

    var value: Bool? { stored.withLock { $0 } }

    func set(_ value: Bool) { stored.withLock { $0 = value } }
}
