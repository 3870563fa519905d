package import Switchyard
import Synchronization

/// Where lanes lay down how jobs ended that have nothing else to write, until the completion lane writes many together
/// (`spec/queue.md` rule 3).
package final class Completions: Sendable {
    /// Endings are written when there are so many of them …
    package static let rowsWanted = 100
    /// … or the first has waited so long.
    package static let waitMilliseconds = 10
    /// Lanes end nothing more while so many lie here: the database is slow or away.
    package static let openMax = 1_000
    static let roomMilliseconds = 100

    private let endings = Mutex<[JobEnding]>([])
    /// Rings when there is something to write.
    package let bell = Gate()
    private let room = Gate()

    package init() {}

    package func add(_ ending: JobEnding) {
        let count = endings.withLock { endings in
            endings.append(ending)
            return endings.count
        }
        if count == 1 || count == Completions.rowsWanted { bell.open() }
    }

    package var count: Int { endings.withLock { $0.count } }

    /// The oldest, as many as are written together.
    func take() -> [JobEnding] {
        let taken = endings.withLock { endings in
            let taken = Array(endings.prefix(QueueSession.concludeMax))
            endings.removeFirst(taken.count)
            return taken
        }
        if !taken.isEmpty { room.open() }
        return taken
    }

    /// Those that could not be written now.
    func takeBack(_ untold: [JobEnding]) { endings.withLock { $0.insert(contentsOf: untold, at: 0) } }

    /// Whether there is room for more, after a while at the latest.
    func awaitRoom() -> Bool {
        let openings = room.openings
        guard count >= Completions.openMax else { return true }
        room.wait(after: openings, milliseconds: Completions.roomMilliseconds)
        return count < Completions.openMax
    }
}
