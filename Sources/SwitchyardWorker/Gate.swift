import Dispatch
import Synchronization

/// Where idle lanes wait. Opened by the gatekeeper when work is due; every wait also ends by itself, so a missed hint costs
/// time and never work (`spec/queue.md` rule 6: polling is the truth).
package final class Gate: Sendable {
    private struct State {
        var openings = 0
        var isClosing = false
        var waiting: [DispatchSemaphore] = []
    }

    private let state = Mutex(State())

    package init() {}

    /// Read it before looking for work: what comes up in between then ends the wait at once.
    package var openings: Int { state.withLock { $0.openings } }

    /// Lanes end after what they are doing.
    package var isClosing: Bool { state.withLock { $0.isClosing } }

    /// There may be work: everybody looks again.
    package func open() {
        wake { $0.openings += 1 }
    }

    package func close() {
        wake { $0.isClosing = true }
    }

    /// Waits for an opening since `openings` was read, for the closing, or for so long.
    package func wait(after openings: Int, milliseconds: Int) {
        wait(milliseconds: milliseconds) { $0.openings != openings }
    }

    /// Waits for the closing, or for so long.
    package func pause(milliseconds: Int) {
        let deadline = DispatchTime.now() + .milliseconds(milliseconds)
        while !isClosing, DispatchTime.now() < deadline {
            let left =
                (deadline.uptimeNanoseconds - min(deadline.uptimeNanoseconds, DispatchTime.now().uptimeNanoseconds))
            wait(milliseconds: Int(left / 1_000_000) + 1) { _ in false }
        }
    }

    private func wait(milliseconds: Int, unless isOver: (State) -> Bool) {
        let semaphore = DispatchSemaphore(value: 0)
        let mustWait = state.withLock { state in
            guard !state.isClosing, !isOver(state) else { return false }
            state.waiting.append(semaphore)
            return true
        }
        guard mustWait else { return }
        if semaphore.wait(timeout: .now() + .milliseconds(milliseconds)) == .timedOut {
            state.withLock { $0.waiting.removeAll { $0 === semaphore } }
        }
    }

    private func wake(_ change: (inout State) -> Void) {
        let waiting = state.withLock { state in
            change(&state)
            defer { state.waiting.removeAll() }
            return state.waiting
        }
        for semaphore in waiting { semaphore.signal() }
    }
}
