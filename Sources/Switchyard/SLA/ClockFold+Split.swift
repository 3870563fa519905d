import BusinessTime

/// K5: a split takes messages to a case of their own, whose clocks start with the oldest of them.
extension ClockFold {
    /// What has gone waits here no longer. A clock that it started is over: what is left is timed from its own oldest
    /// message. What a message has done (ended a wait, reopened the case) and a breach that stands are not undone.
    mutating func release(_ messages: [String], ticket name: String, at: Instant) {
        update(name) { ticket, fold in
            let oldest = ticket.waiting.first
            ticket.waiting.removeAll { messages.contains($0.factID) }
            guard let oldest, ticket.waiting.first != oldest else { return }
            var ended: [SLAMetric] = []
            for index in ticket.cycles.indices where ticket.cycles[index].waitsForAgent {
                fold.cancel(&ticket.cycles[index], .split, at: at)
                ended.append(ticket.cycles[index].metric)
            }
            guard let next = ticket.waiting.first else { return }
            for metric in ended { fold.start(metric, &ticket, at: next.at, factID: next.factID) }
        }
    }
}
