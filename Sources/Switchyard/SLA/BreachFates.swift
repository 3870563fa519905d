import BusinessTime

/// What a list of moves says became of each breach: it stands, or a correction in the same list has retracted it (P4).
struct BreachFates {
    enum Fate: Hashable {
        case stands
        case retracted(by: ClockMove)
    }

    private var fates: [Breach: Fate] = [:]
    private var retractedBy: [ClockMove: [Breach]] = [:]

    /// A breach by cycle and instant, whether it was seen passing or found later.
    private struct Breach: Hashable {
        let cycle: StoryRun.CycleKey
        let at: Instant

        init(_ move: ClockMove) {
            cycle = move.key
            at = move.at
        }
    }

    /// - Parameter moves: in the fold's order.
    init(_ moves: [ClockMove]) {
        var standing: [StoryRun.CycleKey: Breach] = [:]
        for move in moves {
            switch move.kind {
            case .breach, .breachFound:
                let breach = Breach(move)
                standing[breach.cycle] = breach
                fates[breach] = .stands
            case .breachRetracted:
                guard let breach = standing.removeValue(forKey: move.key) else { continue }
                fates[breach] = .retracted(by: move)
                retractedBy[move, default: []].append(breach)
            case .started, .paused, .resumed, .warned, .targetChanged, .fulfilled, .fulfilmentRetracted, .cancelled:
                continue
            }
        }
    }

    /// Nil where no such breach is told of.
    subscript(breach: ClockMove) -> Fate? {
        fates[Breach(breach)]
    }

    /// True when all that `retraction` retracts according to `other` is retracted here already.
    func hasRetracted(whatFellTo retraction: ClockMove, in other: BreachFates) -> Bool {
        guard let breaches = other.retractedBy[retraction] else { return false }
        return breaches.allSatisfy { breach in
            if case .retracted = fates[breach] { return true }
            return false
        }
    }
}

extension ClockMove {
    fileprivate var key: StoryRun.CycleKey {
        StoryRun.CycleKey(ticket: ticket, metric: metric, startedBy: cycle)
    }
}
