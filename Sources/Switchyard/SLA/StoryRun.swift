import BusinessTime

/// A story as it becomes known: before each fact the timers due by then fire, as the worker would fire them, then the
/// fact is folded in and what it changed is written to the log.
struct StoryRun {
    let story: Story
    private var known = KnownFacts()
    private var fold: ClockFold
    /// Until when the story is known.
    private(set) var asOf = Instant.distantPast
    private(set) var log: [ClockMove] = []
    /// Steps that have fired, by cycle.
    private(set) var fired: [CycleKey: [FiredStep: LadderStep]] = [:]
    /// The cycles that may still change, as of `asOf`.
    private(set) var open: [ClockCycle] = []

    /// A cycle's identity while late facts come and go.
    struct CycleKey: Hashable {
        let ticket: String
        let metric: SLAMetric
        let startedBy: String
    }

    init(_ story: Story) {
        self.story = story
        fold = Self.emptyFold(story)
    }

    private static func emptyFold(_ story: Story) -> ClockFold {
        ClockFold(CaseTerms(only: story.policy, line: story.line))
    }

    /// A fact after all others goes on from where the fold is; any other makes it begin again. The result is the same.
    mutating func learn(_ fact: CaseFact) {
        let moment = fact.recordedAt
        passTime(to: moment)
        fold.passBreaches(before: moment)
        let goesOn = known.goesOn(with: fact)
        known.add(fact)
        if goesOn {
            let count = fold.moves.count
            fold.apply(ClockMachine.steps(of: [fact]), until: moment)
            log += Self.changes(from: [], to: Array(fold.moves[count...]), at: moment)
        } else {
            let before = fold.moves
            fold = Self.emptyFold(story)
            fold.apply(ClockMachine.steps(of: known.facts), until: moment)
            fold.passBreaches(before: moment)
            log += Self.changes(from: before, to: fold.moves, at: moment)
        }
        asOf = moment
        open = fold.openCycles(asOf: moment)
        fireOverdue(at: moment)
    }

    /// Everything that is known now.
    func clocks() -> CaseClocks {
        fold.clocks(asOf: asOf)
    }

    /// Timers due before `moment` fire in order. A breach is told of whenever it passes, also where its step fired before
    /// under the same target for a breach since retracted.
    private mutating func passTime(to moment: Instant) {
        var entries: [ClockMove] = []
        for cycle in open {
            for step in pending(cycle) where step.at < moment {
                markFired(step, cycle)
                if case .warning = step.kind { entries.append(cycle.move(.warned, at: step.at)) }
            }
            if let breachAt = cycle.breach(before: moment) { entries.append(cycle.move(.breach, at: breachAt)) }
        }
        log += entries.sorted { $0.at < $1.at }
    }

    /// What a fact made overdue fires at once: a warning jumped by a shorter target, steps of a breach found late.
    private mutating func fireOverdue(at moment: Instant) {
        for cycle in open {
            for step in pending(cycle) where step.at < moment || (step.isJumped && step.at == moment) {
                markFired(step, cycle)
                if case .warning = step.kind { log.append(cycle.move(.warned, at: step.at)) }
            }
        }
    }

    private mutating func markFired(_ step: LadderStep, _ cycle: ClockCycle) {
        fired[cycle.key, default: [:]][step.fired] = step
    }

    func pending(_ cycle: ClockCycle) -> [LadderStep] {
        let calendar = story.line.openTime(knownAt: asOf)
        let done = Set(fired[cycle.key, default: [:]].keys)
        return cycle.pendingSteps(policy: story.policy, calendar: calendar, fired: done)
    }
}

/// What the story has told so far.
private struct KnownFacts {
    private(set) var facts: [CaseFact] = []
    private var ticketsSeen: Set<String> = []
    private var ticketsCreated: Set<String> = []
    private var last = Instant.distantPast

    /// True when the fact changes nothing about what came before: it is the latest, told at its own instant, takes no
    /// reply back, and does not bring a ticket into being that was mentioned earlier.
    func goesOn(with fact: CaseFact) -> Bool {
        guard !fact.retellsThePast, fact.occurredAt == fact.recordedAt, fact.occurredAt > last else { return false }
        if fact.createsTicket, ticketsSeen.contains(fact.ticket), !ticketsCreated.contains(fact.ticket) { return false }
        switch fact.kind {
        case .publicReply(let id), .publicReplyWithStatus(let id, _): return id == nil || !mayHaveFailed
        default: return true
        }
    }

    private var mayHaveFailed = false

    mutating func add(_ fact: CaseFact) {
        facts.append(fact)
        ticketsSeen.insert(fact.ticket)
        if fact.createsTicket { ticketsCreated.insert(fact.ticket) }
        if case .sendFailedFinally = fact.kind { mayHaveFailed = true }
        last = max(last, fact.occurredAt)
    }
}

extension ClockCycle {
    fileprivate func move(_ kind: ClockMove.Kind, at instant: Instant) -> ClockMove {
        ClockMove(at: instant, kind: kind, ticket: ticket, metric: metric, cycle: startedBy)
    }

    var key: StoryRun.CycleKey {
        StoryRun.CycleKey(ticket: ticket, metric: metric, startedBy: startedBy)
    }
}
