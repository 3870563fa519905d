import Synchronization

/// Whether the threads that serve requests move: each look sends a task through them, and the one before must be back.
final class Motion: Sendable {
    static let patience: Duration = .seconds(30)

    private struct State {
        var isUnderWay = false
        var since = ContinuousClock.now
    }

    private let state = Mutex(State())

    /// What does not move, by name.
    func stuck() -> [String] {
        let (isNew, isStuck) = state.withLock { state in
            defer { if !state.isUnderWay { state = State(isUnderWay: true) } }
            return (!state.isUnderWay, state.isUnderWay && state.since + Motion.patience < .now)
        }
        if isNew { Task { state.withLock { $0.isUnderWay = false } } }
        return isStuck ? ["requests"] : []
    }
}
