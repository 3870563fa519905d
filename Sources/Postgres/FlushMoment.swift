/// A moment at which a process may end between us and the server: a test ends one there (`ConnectionSettings.atFlush`).
package struct FlushMoment: Sendable, Hashable {
    package enum Side: String, CaseIterable, Sendable {
        /// Nothing of the flush was sent.
        case before
        /// The server has done it, and nobody heard the answer.
        case after
    }

    package let side: Side
    /// The flush ends a transaction.
    package let isCommit: Bool
}

extension Connection {
    /// What the test throws is the death of the process: what it had not committed is rolled back, at once rather than when
    /// the server notices, so that a run is the same every time.
    func pass(_ side: FlushMoment.Side, isCommit: Bool) throws {
        guard let atFlush = settings.atFlush else { return }
        do {
            try atFlush(FlushMoment(side: side, isCommit: isCommit))
        } catch {
            rollback()
            throw error
        }
    }
}
