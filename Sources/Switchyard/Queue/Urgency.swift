package import BusinessTime

extension CaseFile {
    /// A case without a running clock comes after all that have a promise, the oldest of them first: as if it were due so long
    /// after it came in (a hundred years). Migration 0032 has it too.
    static let unpromisedSeconds: Int64 = 3_155_760_000

    /// What the work list is sorted by: the earliest instant at which one of the case's running clocks is due.
    func urgentAt() -> Instant {
        cycles.filter { $0.state == ClockCycle.State.running.rawValue }.compactMap(\.dueAt).min()
            ?? ticket.createdAt.adding(seconds: CaseFile.unpromisedSeconds)
    }
}

extension Ticket {
    /// When the next promise to the customer is due; nil where no clock runs.
    package var dueAt: Instant? {
        urgentAt < createdAt.adding(seconds: CaseFile.unpromisedSeconds) ? urgentAt : nil
    }
}
