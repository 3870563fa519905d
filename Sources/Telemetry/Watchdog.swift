import Foundation
package import Logging
import Synchronization

/// Tells the supervisor that the process is ready, and from then on that it is alive, for as long as nothing in it is stuck. A
/// process that is stuck falls silent and is started anew.
package final class Watchdog: Sendable {
    static let lookMilliseconds: Int32 = 500
    /// Of the time within which the supervisor wants to hear.
    static let beatsPerTerm = 3
    /// One line in this time about what is stuck.
    static let complainEvery: Duration = .seconds(30)

    private struct State {
        var isReady = false
        var isOver = false
        var nextBeat = ContinuousClock.now
        var nextComplaint = ContinuousClock.now
    }

    private let supervisor: Supervisor
    private let isReady: @Sendable () -> Bool
    private let stuck: @Sendable () -> [String]
    private let log: Logger
    private let state = Mutex(State())

    /// Both are called on a thread of the watchdog's own and must not wait. `stuck` names what should move and does not.
    package init(
        _ supervisor: Supervisor,
        log: Logger,
        isReady: @escaping @Sendable () -> Bool,
        stuck: @escaping @Sendable () -> [String]
    ) {
        self.supervisor = supervisor
        self.log = log
        self.isReady = isReady
        self.stuck = stuck
    }

    /// Looks until the process ends.
    package func start() {
        let thread = Thread { [self] in
            while look(at: .now) { poll(nil, 0, Watchdog.lookMilliseconds) }
        }
        thread.name = "watchdog"
        thread.start()
    }

    /// One look. False when it was the last.
    package func look(at now: ContinuousClock.Instant) -> Bool {
        let found = (isReady: isReady(), stuck: stuck())
        let (words, isComplaint, goesOn) = state.withLock { state in
            var words: [Supervisor.Word] = []
            if found.isReady, !state.isReady, !state.isOver {
                state.isReady = true
                words.append(.ready)
            }
            if let term = supervisor.aliveWithin, found.stuck.isEmpty, state.nextBeat <= now {
                state.nextBeat = now + term / Watchdog.beatsPerTerm
                words.append(.alive)
            }
            let isComplaint = !found.stuck.isEmpty && state.nextComplaint <= now
            if isComplaint { state.nextComplaint = now + Watchdog.complainEvery }
            return (words, isComplaint, !state.isOver || supervisor.aliveWithin != nil)
        }
        for word in words { supervisor.tell(word) }
        if isComplaint { log.critical("stuck", metadata: ["parts": "\(found.stuck.joined(separator: " "))"]) }
        return goesOn
    }

    /// The process has been asked to end. It is still watched: an end may get stuck as well.
    package func stopping() {
        state.withLock { $0.isOver = true }
        supervisor.tell(.stopping)
    }
}
