import BusinessTime

/// The fold's running state: one `TicketClocks` per ticket of the case.
struct ClockFold {
    /// Merges followed from one ticket to the next.
    static let mergeHopsMax = 1000

    let terms: CaseTerms
    /// What a ticket begins with.
    var fresh: TicketTerms
    var tickets: [String: TicketClocks] = [:]
    var followUps: [String: String] = [:]
    var moves: [ClockMove] = []
    /// The step in hand: calendars are read as they were known then.
    private var knownAt = Instant.distantPast
    /// The fact that the step in hand is of.
    private(set) var factInHand = ""
    /// The calendar of most clocks of the case, kept at hand.
    private let home: CalendarPath
    private var homeOpenTime: OpenTime
    /// The policy that most of them are under, likewise.
    private let homePolicy: SLAPolicy
    private let homeRef: PolicyRef

    init(_ terms: CaseTerms) {
        self.terms = terms
        fresh = terms.atStart
        homeRef = fresh.policy
        homePolicy = terms.policy(homeRef)
        home = CalendarPath(homePolicy.calendar)
        homeOpenTime = terms.openTime(home, knownAt: knownAt)
    }

    /// The calendar that a cycle is measured by, as known at the step in hand.
    func calendar(of cycle: ClockCycle) -> OpenTime {
        cycle.calendar == home ? homeOpenTime : terms.openTime(cycle.calendar, knownAt: knownAt)
    }

    func policy(of cycle: ClockCycle) -> SLAPolicy { policy(cycle.policy) }

    func policy(_ ref: PolicyRef) -> SLAPolicy { ref == homeRef ? homePolicy : terms.policy(ref) }

    mutating func apply(_ steps: [FactStep], until asOf: Instant) {
        for step in steps where step.at <= asOf {
            apply(step)
        }
    }

    private mutating func apply(_ step: FactStep) {
        passBreaches(before: step.at)
        knownAt = step.at
        factInHand = step.factID
        homeOpenTime = terms.openTime(home, knownAt: knownAt)
        let name = current(step.ticket)
        let at = step.at
        switch step.action {
        case .setTargets(let seconds, let change): setTargets(seconds, change, ticket: name, at: at)
        case .followPolicies(let version, let scope): followPolicies(version, scope, at: at, factID: step.factID)
        case .changeAttributes(let change, let kind):
            changeAttributes(change, kind, ticket: name, at: at, factID: step.factID)
        case .dropMetric(let metric): dropMetric(metric, ticket: name, at: at)
        case .recompute: recomputeAll()
        case .reply: reply(ticket: name, at: at)
        case .resolve: resolve(ticket: name, at: at)
        case .merge(let into): merge(name, into: current(into), at: at, factID: step.factID)
        case .release(let messages): release(messages, ticket: name, at: at)
        case .reopen: reopen(ticket: name, at: at, factID: step.factID)
        case .hearCustomer: hearCustomer(ticket: name, at: at, factID: step.factID)
        case .setStatus(let status): setStatus(status, ticket: name, at: at, factID: step.factID)
        case .create: create(name, at: at, factID: step.factID)
        case .startReplyClock: startReplyClock(ticket: name, at: at, factID: step.factID)
        case .startUpdateClock: startUpdateClock(ticket: name, at: at, factID: step.factID)
        case .acknowledge(let recipient): acknowledge(recipient, ticket: name, at: at)
        case .assign(let toSomebody): assign(toSomebody: toSomebody, ticket: name, at: at)
        case .accept: accept(ticket: name, at: at)
        }
    }

    /// The state at `asOf`; the fold itself goes on unchanged.
    func clocks(asOf: Instant) -> CaseClocks {
        var end = self
        end.passBreaches(before: asOf)
        let cycles = end.tickets.values.flatMap { $0.numbered() }
        return CaseClocks(
            cycles: settled(cycles, asOf: asOf),
            policies: end.tickets.mapValues(\.terms.policy),
            moves: end.moves,
            followUps: followUps,
            asOf: asOf
        )
    }

    /// Only the cycles that may still change, unnumbered; breaches before `asOf` have been passed.
    func openCycles(asOf: Instant) -> [ClockCycle] {
        settled(tickets.values.flatMap(\.cycles).filter { !$0.isShadow }, asOf: asOf)
    }

    private func settled(_ cycles: consuming [ClockCycle], asOf: Instant) -> [ClockCycle] {
        for index in cycles.indices {
            let known = terms.openTime(cycles[index].calendar, knownAt: asOf)
            cycles[index].settle(asOf: asOf, calendar: known)
        }
        cycles.sort {
            ($0.ticket, $0.metric.rawValue, $0.startAt, $0.ordinal)
                < ($1.ticket, $1.metric.rawValue, $1.startAt, $1.ordinal)
        }
        return cycles
    }

    /// Where facts of `ticket` belong after merges and follow-ups.
    func current(_ ticket: String) -> String {
        var name = ticket
        for _ in 0..<Self.mergeHopsMax {
            guard let next = tickets[name]?.continuedBy else { return name }
            name = next
        }
        return name
    }

    /// S4: a breach is dated `breachAt` and stands once time is past it, never at it. Those passed together are told in
    /// their order, as they would be one by one.
    mutating func passBreaches(before instant: Instant) {
        let told = moves.count
        for name in tickets.keys.sorted() where tickets[name]?.hasBreach(before: instant) ?? false {
            update(name) { ticket, fold in
                for index in ticket.cycles.indices {
                    guard let breachAt = ticket.cycles[index].passBreach(before: instant) else { continue }
                    fold.note(.breach, ticket.cycles[index], at: breachAt)
                }
            }
        }
        guard moves.count > told + 1 else { return }
        moves[told...].sort { ($0.at, $0.ticket, $0.metric.rawValue) < ($1.at, $1.ticket, $1.metric.rawValue) }
    }

    private mutating func acknowledge(_ recipient: LadderRecipient, ticket: String, at: Instant) {
        update(ticket) { ticket, _ in
            for index in ticket.cycles.indices where ticket.cycles[index].breachedAt != nil {
                guard !ticket.cycles[index].isEnded else { continue }
                ticket.cycles[index].acknowledgements.append(.init(at: at, recipient: recipient))
            }
        }
    }

    /// Changes one ticket, made on first mention.
    mutating func update(_ name: String, _ change: (inout TicketClocks, inout ClockFold) -> Void) {
        var ticket = tickets.removeValue(forKey: name) ?? TicketClocks(name: name, terms: fresh)
        change(&ticket, &self)
        ticket.putAwayEnded()
        tickets[name] = ticket
    }

    /// Writes down what happened to a cycle that somebody can see.
    mutating func note(_ kind: ClockMove.Kind, _ cycle: ClockCycle, at instant: Instant) {
        guard !cycle.isShadow else { return }
        moves.append(
            ClockMove(at: instant, kind: kind, ticket: cycle.ticket, metric: cycle.metric, cycle: cycle.startedBy)
        )
    }
}

/// A customer message that nobody has answered, by the fact that told of it.
struct WaitingMessage: Hashable {
    let at: Instant
    let factID: String
}

/// The clocks of one ticket and what decides about them.
struct TicketClocks {
    let name: String
    var terms: TicketTerms
    var createdAt: Instant?
    var status = ClockStatus.open
    var resolvedAt: Instant?
    /// S2 puts a fulfilment before the start at the same instant: a ticket logged and resolved at once.
    var isResolvedAtCreation = false
    /// Somebody at the level has it.
    var isTaken = false
    var hasHeardCustomer = false
    /// A public reply or a resolution: from then on messages wait for a *next* reply.
    var hasAnswered = false
    /// Somebody has answered since the case was opened or last reopened: the contact that goes on is served.
    var isAttended = false
    /// Customer messages without an answer, oldest first.
    var waiting: [WaitingMessage] = []
    /// The ticket it was merged into, or its follow-up.
    var continuedBy: String?
    /// Those that may still change; `ordinal` counts all metrics together until they are shown.
    var cycles: [ClockCycle] = []
    private(set) var ended: [ClockCycle] = []

    init(name: String, terms: TicketTerms) {
        self.name = name
        self.terms = terms
    }

    /// What cannot change any more leaves the working list, so that a long case costs no more per fact than a short one.
    /// By their places, here and below: a cycle is large to take out of its list for a look.
    fileprivate mutating func putAwayEnded() {
        guard cycles.indices.contains(where: { cycles[$0].isFinal }) else { return }
        ended += cycles.filter { $0.isFinal }
        cycles.removeAll { $0.isFinal }
    }

    fileprivate func hasBreach(before instant: Instant) -> Bool {
        cycles.indices.contains { cycles[$0].breach(before: instant) != nil }
    }

    /// The cycles that somebody can see.
    ///
    /// - Parameter first: leaves out so many of those that ended for good, the earliest.
    func visible(endedFrom first: Int = 0) -> [ClockCycle] {
        var visible: [ClockCycle] = []
        visible.reserveCapacity(max(0, ended.count - first) + cycles.count)
        for place in ended.indices.dropFirst(first) where !ended[place].isShadow { visible.append(ended[place]) }
        for place in cycles.indices where !cycles[place].isShadow { visible.append(cycles[place]) }
        return visible
    }

    /// The same, numbered by metric in the order in which they started; a start that a merge moves
    /// back changes no number.
    fileprivate func numbered() -> [ClockCycle] {
        var counts: [SLAMetric: Int] = [:]
        var cycles = visible()
        cycles.sort { $0.ordinal < $1.ordinal }
        for place in cycles.indices {
            let count = counts[cycles[place].metric, default: 0] + 1
            counts[cycles[place].metric] = count
            cycles[place].ordinal = count
        }
        return cycles
    }
}

extension ClockCycle {
    /// The instant of a breach that stands from `instant` on; nil when there is none new.
    func breach(before instant: Instant) -> Instant? {
        guard !isShadow, state == .running, breachedAt == nil, let breachAt, breachAt < instant else { return nil }
        return breachAt
    }

    fileprivate mutating func passBreach(before instant: Instant) -> Instant? {
        guard let breachAt = breach(before: instant) else { return nil }
        stand(breachedAt: breachAt)
        return breachAt
    }

    /// Only a fulfilled resolution can come back (K4).
    fileprivate var isFinal: Bool {
        state == .cancelled || (state == .fulfilled && metric.family != .resolution)
    }

    /// What is shown at `asOf`.
    fileprivate mutating func settle(asOf: Instant, calendar: OpenTime) {
        elapsedMicroseconds =
            isEnded ? consumedMicroseconds : consumedMicroseconds(at: asOf, calendar: calendar)
        switch state {
        case .paused, .unschedulable:
            dueAt = nil
            breachAt = nil
        case .running, .fulfilled, .cancelled: break
        }
    }
}
