package import BusinessTime

/// A policy of a published version by its name; without a name no policy of that version is for the case: `no SLA`.
package struct PolicyRef: Sendable, Hashable {
    package let version: Int
    package let name: String?

    package init(version: Int, name: String?) {
        self.version = version
        self.name = name
    }
}

/// A tenant's policies as their versions came into force (`spec/sla.md C2`, `C3`).
package struct PolicyLine: Sendable {
    package struct Version: Sendable {
        package let number: Int
        package let effectiveFrom: Instant
        /// Whether clocks that run follow it (C3).
        package let scope: CaseFact.PublishScope
        package let book: PolicyBook

        package init(number: Int, effectiveFrom: Instant, scope: CaseFact.PublishScope, book: PolicyBook) {
            self.number = number
            self.effectiveFrom = effectiveFrom
            self.scope = scope
            self.book = book
        }
    }

    /// Number of "no version": what a tenant has before the first.
    package static let noVersion = 0

    /// In the order of coming into force; of two at one instant the later published one counts.
    package let versions: [Version]
    private let books: [Int: PolicyBook]
    /// Every calendar that any policy names.
    let calendarNames: [String]
    /// Whether any policy is for cases of certain levels or teams only, or times their visits of a level.
    let asksForPlace: Bool
    /// Whether any policy times a level's work, to which it matters who has a case.
    let timesVisits: Bool
    /// Whether any policy times how long a contact waits.
    let timesContacts: Bool

    package init(_ versions: [Version]) {
        self.versions = versions.sorted { ($0.effectiveFrom, $0.number) < ($1.effectiveFrom, $1.number) }
        books = Dictionary(versions.map { ($0.number, $0.book) }) { first, _ in first }
        let entries = versions.flatMap { $0.book.entries + $0.book.ola }
        timesContacts = entries.contains { $0.policy.targets[.answer] != nil }
        timesVisits = versions.contains(where: \.book.timesVisits)
        asksForPlace =
            timesVisits || entries.contains { !$0.conditions.levels.isEmpty || !$0.conditions.teams.isEmpty }
        let named = entries.map(\.policy.calendar)
        calendarNames = Set(named + [TenantCalendar.nameDefault]).sorted()
    }

    /// The number of the version in force at an instant, which a case that becomes known then begins with. The first one is
    /// in force from the beginning of time.
    package func version(inForceAt instant: Instant) -> Int {
        (versions.last { $0.effectiveFrom <= instant } ?? versions.first)?.number ?? Self.noVersion
    }

    /// The line as if one of its versions had been all there ever was; nil when there is none of that number.
    func always(version number: Int) -> PolicyLine? {
        books[number].map { PolicyLine(always: $0, number: number) }
    }

    /// One version, in force all along.
    init(always book: PolicyBook, number: Int) {
        self.init([
            Version(number: number, effectiveFrom: .distantPast, scope: .newCyclesOnly, book: book)
        ])
    }

    /// The versions that come into force after the one that a case began with.
    func versions(after number: Int) -> ArraySlice<Version> {
        guard let place = versions.firstIndex(where: { $0.number == number }) else { return versions[...] }
        return versions[(place + 1)...]
    }

    package func match(_ attributes: CaseAttributes, version: Int) -> PolicyRef {
        PolicyRef(version: version, name: books[version]?.match(attributes))
    }

    package func matchOLA(_ attributes: CaseAttributes, version: Int) -> PolicyRef {
        PolicyRef(version: version, name: books[version]?.matchOLA(attributes))
    }

    /// Without targets where there is none, so that no clock runs.
    package func policy(_ ref: PolicyRef) -> SLAPolicy {
        ref.name.flatMap { books[ref.version]?.policy(named: $0) } ?? .none
    }
}

extension SLAPolicy {
    /// Promises nothing.
    static let none = SLAPolicy(targets: [:])
}
