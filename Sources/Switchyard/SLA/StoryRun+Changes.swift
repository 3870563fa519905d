import BusinessTime

/// What a newly known fact changed in what had been told (S3): retractions first, then what it brought.
extension StoryRun {
    static func changes(from before: [ClockMove], to after: [ClockMove], at moment: Instant) -> [ClockMove] {
        let difference = MoveDifference(before: before, after: after)
        var entries: [ClockMove] = []
        for kind in [ClockMove.Kind.breach, .breachFound, .fulfilled, .started] {
            for move in before where move.kind == kind {
                guard let retraction = difference.retraction(of: move) else { continue }
                entries.append(move.told(as: retraction, at: moment))
            }
        }
        let fresh = after.filter(difference.isNews).map { move in
            move.told(as: move.kind == .breach ? .breachFound : move.kind, at: move.at)
        }
        return entries + inOrder(fresh)
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

/// Two folds compared. A breach is told of by whether it stands, so that the log adds up to the verdicts: one that a
/// correction has retracted already is not retracted again when the fold changes, and is found again if it stands after
/// all.
private struct MoveDifference {
    private let told: Set<ClockMove>
    private let now: Set<ClockMove>
    private let started: Set<[String]>
    private let fatesBefore: BreachFates
    private let fatesNow: BreachFates

    init(before: [ClockMove], after: [ClockMove]) {
        told = Set(before)
        now = Set(after)
        started = Set(after.filter { $0.kind == .started }.map { [$0.cycle, $0.metric.rawValue] })
        fatesBefore = BreachFates(before)
        fatesNow = BreachFates(after)
    }

    /// How a move that was told is taken back; nil when it is not. A cycle that has never been is told of as cancelled, so
    /// that its start does not stand alone.
    func retraction(of move: ClockMove) -> ClockMove.Kind? {
        switch move.kind {
        case .breach, .breachFound: isToBeRetracted(move) ? .breachRetracted : nil
        case .fulfilled: now.contains(move) ? nil : .fulfilmentRetracted
        case .started: started.contains([move.cycle, move.metric.rawValue]) ? nil : .cancelled
        case .breachRetracted, .fulfilmentRetracted, .targetChanged, .warned, .cancelled, .resumed, .paused: nil
        }
    }

    /// It stood and stands no more, and no correction newly told of says so.
    private func isToBeRetracted(_ breach: ClockMove) -> Bool {
        guard fatesBefore[breach] == .stands else { return false }
        switch fatesNow[breach] {
        case .stands: return false
        case .retracted(let correction): return told.contains(correction)
        case nil: return true
        }
    }

    func isNews(_ move: ClockMove) -> Bool {
        switch move.kind {
        case .breach, .breachFound: isFound(move)
        case .breachRetracted: !told.contains(move) && !fatesBefore.hasRetracted(whatFellTo: move, in: fatesNow)
        case .fulfilmentRetracted, .targetChanged, .warned, .fulfilled, .cancelled, .resumed, .paused, .started:
            !told.contains(move)
        }
    }

    /// A breach that a correction told of earlier would have retracted as well changes no verdict.
    private func isFound(_ breach: ClockMove) -> Bool {
        switch fatesNow[breach] {
        case .stands: fatesBefore[breach] != .stands
        case .retracted(let correction): fatesBefore[breach] == nil && !told.contains(correction)
        case nil: false
        }
    }
}

extension ClockMove {
    fileprivate func told(as kind: Kind, at instant: Instant) -> ClockMove {
        ClockMove(at: instant, kind: kind, ticket: ticket, metric: metric, cycle: cycle)
    }
}
