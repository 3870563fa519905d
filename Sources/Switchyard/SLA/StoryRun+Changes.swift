import BusinessTime

/// What a newly known fact changed in what had been told (S3): retractions first, then what it brought.
extension StoryRun {
    static func changes(from before: [ClockMove], to after: [ClockMove], at moment: Instant) -> [ClockMove] {
        let told = Set(before)
        let now = Set(after)
        var entries: [ClockMove] = []
        for kind in [ClockMove.Kind.breach, .breachFound, .fulfilled, .started] {
            for move in before where move.kind == kind && !now.contains(move) {
                guard let retraction = retraction(of: move, in: after) else { continue }
                entries.append(
                    ClockMove(
                        at: moment,
                        kind: retraction,
                        ticket: move.ticket,
                        metric: move.metric,
                        cycle: move.cycle
                    )
                )
            }
        }
        let fresh = after.filter { !told.contains($0) }.map { move in
            ClockMove(
                at: move.at,
                kind: move.kind == .breach ? .breachFound : move.kind,
                ticket: move.ticket,
                metric: move.metric,
                cycle: move.cycle
            )
        }
        return entries + inOrder(fresh)
    }

    /// A cycle that has never been is told of as cancelled, so that its start does not stand alone.
    private static func retraction(of move: ClockMove, in after: [ClockMove]) -> ClockMove.Kind? {
        switch move.kind {
        case .breach, .breachFound: .breachRetracted
        case .fulfilled: .fulfilmentRetracted
        case .started:
            after.contains { $0.kind == .started && $0.cycle == move.cycle && $0.metric == move.metric }
                ? nil : .cancelled
        case .breachRetracted, .fulfilmentRetracted, .targetChanged, .warned, .cancelled, .resumed, .paused: nil
        }
    }

    /// The fold's order; what happened at one instant in the same way is sorted by ticket and metric.
    private static func inOrder(_ moves: [ClockMove]) -> [ClockMove] {
        var result: [ClockMove] = []
        var run: [ClockMove] = []
        for move in moves {
            if let last = run.last, last.at != move.at || last.kind != move.kind {
                result += run.sorted { ($0.ticket, $0.metric.rawValue) < ($1.ticket, $1.metric.rawValue) }
                run = []
            }
            run.append(move)
        }
        return result + run.sorted { ($0.ticket, $0.metric.rawValue) < ($1.ticket, $1.metric.rawValue) }
    }
}
