import BusinessTime
import Synchronization

/// Everything besides its log that decides about a case's clocks: which policies and calendars its tenant published, and
/// what the case began with.
package struct CaseTerms: Sendable {
    let policies: PolicyLine
    /// The version in force when the platform learned of the case.
    let version: Int
    let attributes: CaseAttributes
    /// Some target may be one of a visit. Of a tenant without any no visit is followed at all, which is half of its clocks.
    private(set) var mayTimeVisits: Bool
    /// The same of contacts: on a channel that has any, of a tenant with such a target.
    private(set) var mayTimeContacts: Bool
    private let calendars: CaseCalendars
    private let moved = MovedCalendars()

    init(_ policies: PolicyLine, version: Int, attributes: CaseAttributes, calendars: CaseCalendars) {
        self.policies = policies
        self.version = version
        self.attributes = attributes
        self.calendars = calendars
        mayTimeVisits = policies.timesVisits
        mayTimeContacts = policies.timesContacts && attributes.isLive
    }

    /// One policy on one calendar line, as a story has it.
    package init(only policy: SLAPolicy, line: CalendarLine, priority: String? = nil) {
        let version = 1
        self.init(
            PolicyLine(always: PolicyBook(only: policy), number: version),
            version: version,
            attributes: CaseAttributes(priority: priority, level: policy.startLevel.rawValue),
            calendars: .only(line)
        )
        // What happens in a story may name any target.
        mayTimeVisits = true
        mayTimeContacts = true
    }

    func policy(_ ref: PolicyRef) -> SLAPolicy { policies.policy(ref) }

    /// What a ticket begins with.
    var atStart: TicketTerms { ticketTerms(attributes, version: version) }

    func ticketTerms(_ attributes: CaseAttributes, version: Int) -> TicketTerms {
        var terms = TicketTerms(
            attributes: attributes,
            policy: policies.match(attributes, version: version),
            ola: policies.matchOLA(attributes, version: version)
        )
        terms.targets = policy(terms.policy).targetSeconds(priority: attributes.priority)
        guard terms.ola != terms.policy else { return terms }
        let own = policy(terms.ola).targetSeconds(priority: attributes.priority)
        terms.targets = terms.targets.filter { $0.key.family != .level }
            .merging(own.filter { $0.key.family == .level }) { customer, _ in customer }
        return terms
    }

    /// The policy of a version that is for one metric of such a case.
    func match(_ attributes: CaseAttributes, version: Int, for metric: SLAMetric) -> PolicyRef {
        metric.family == .level
            ? policies.matchOLA(attributes, version: version) : policies.match(attributes, version: version)
    }

    func line(_ name: String) -> CalendarLine { calendars.line(name) }

    /// The calendar that a clock is measured by, as it was known at an instant.
    func openTime(_ path: CalendarPath, knownAt instant: Instant) -> OpenTime {
        guard !path.earlier.isEmpty else { return line(path.name).openTime(knownAt: instant) }
        return moved.openTime(path) { line($0).openTime(knownAt: instant) }
    }

    /// Versions of policies and calendars that became known, or came into force, in the case's lifetime: published is
    /// enough, the log need not repeat them.
    ///
    /// - Parameter recordedAt: when the platform learned of the case; what was in force by then without being known here
    ///   is taken up behind its first clocks, which keep what they began with.
    func publications(ticket: String, occurredAt: Instant, recordedAt: Instant) -> [CaseFact] {
        let policies = policies.versions(after: version).map { version in
            CaseFact(
                id: "policy \(version.number)",
                ticket: ticket,
                occurredAt: max(version.effectiveFrom, recordedAt.adding(microseconds: 1)),
                kind: .policyInForce(version: version.number, applies: version.scope)
            )
        }
        let calendars = self.policies.calendarNames.flatMap { name in
            line(name).publications(after: occurredAt).map { instant in
                CaseFact(
                    id: "calendar \(name) \(instant.microseconds)",
                    ticket: ticket,
                    occurredAt: instant,
                    kind: .calendarPublished
                )
            }
        }
        return policies + calendars
    }
}

/// What decides about a ticket's next clocks.
struct TicketTerms: Hashable {
    var attributes: CaseAttributes
    /// The customer policy.
    var policy: PolicyRef
    /// What the operator promises itself; without a name where it promises nothing.
    var ola: PolicyRef
    /// Of both.
    var targets: [SLAMetric: Int64] = [:]

    func policy(of metric: SLAMetric) -> PolicyRef { metric.family == .level ? ola : policy }
}

/// The calendar lines as one case sees them.
enum CaseCalendars: Sendable {
    /// Under any name.
    case only(CalendarLine)
    case tenant([String: TenantCalendar], caseRecordedAt: Instant)

    func line(_ name: String) -> CalendarLine {
        switch self {
        case .only(let line): line
        case .tenant(let calendars, let recordedAt):
            (calendars[name] ?? .none).line(caseRecordedAt: recordedAt)
        }
    }
}

/// Calendars of clocks that moved from one to another, put together once.
private final class MovedCalendars: Sendable {
    private struct Key: Hashable {
        let path: CalendarPath
        let parts: [ObjectIdentifier]
    }

    private let made = Mutex<[Key: OpenTime]>([:])

    func openTime(_ path: CalendarPath, _ line: (String) -> OpenTime) -> OpenTime {
        let parts = (path.earlier.map(\.name) + [path.name]).map(line)
        let key = Key(path: path, parts: parts.map(ObjectIdentifier.init))
        return made.withLock { made in
            if let known = made[key] { return known }
            let later = zip(path.earlier.map(\.until), parts.dropFirst()).map { (from: $0, openTime: $1) }
            let fresh = OpenTime(parts[0], then: later)
            made[key] = fresh
            return fresh
        }
    }
}
