package import BusinessTime

/// A calendar or policies that nobody has published, good enough to be: for a preview and a simulation.
package struct ClockDraft: Sendable {
    package enum Content: Sendable {
        case calendar(line: String, CalendarDocument, OpenTime)
        case policies(PolicyBook, CaseFact.PublishScope)
    }

    package let content: Content
    /// From when it would be in force, published now.
    package let effectiveFrom: Instant
    private let number: Int

    /// Refuses what publishing would refuse, except a calendar that never opens: that is what a preview shows.
    package init(_ kind: SettingKind, _ document: JSON, _ terms: PublishTerms, in tx: TenantTransaction) throws {
        let last = try SettingVersion.latest(kind, line: terms.line, in: tx)
        let publishedAt = max(try tx.now, last?.publishedAt ?? .distantPast)
        effectiveFrom = try PublishSetting.effectiveFrom(terms, isFirst: last == nil, publishedAt: publishedAt)
        number = (last?.version ?? PolicyLine.noVersion) + 1
        switch kind {
        case .calendar:
            let read = try SettingDraft.calendar(document)
            content = .calendar(line: terms.line, read, try OpenTime(document: read))
        case .policy: content = .policies(try SettingDraft.policies(document, in: tx), terms.scope)
        case .rules, .survey, .branding: throw DomainError.notFound
        }
    }

    /// The tenant's set-up as it would be once this is published.
    func published(in settings: TenantSettings, at now: Instant) -> TenantSettings {
        switch content {
        case .calendar(let line, _, let openTime):
            let version = CalendarLine.Version(
                publishedAt: now,
                effectiveFrom: effectiveFrom,
                openTime: openTime
            )
            return settings.with((settings.calendars[line] ?? .none).adding(version), named: line)
        case .policies(let book, let scope):
            let version = PolicyLine.Version(
                number: number,
                effectiveFrom: effectiveFrom,
                scope: scope,
                book: book
            )
            return settings.with(PolicyLine(settings.policies.versions + [version]))
        }
    }

    /// The tenant's set-up as if this had been all there ever was of its kind: the calendar line, or the policies.
    func always(in settings: TenantSettings) -> TenantSettings {
        switch content {
        case .calendar(let line, _, let openTime):
            let version = CalendarLine.Version(
                publishedAt: .distantPast,
                effectiveFrom: .distantPast,
                openTime: openTime
            )
            return settings.with(TenantCalendar.none.adding(version), named: line)
        case .policies(let book, _): return settings.with(PolicyLine(always: book, number: number))
        }
    }

    /// The version of the policies that a case would have begun with, under `always`.
    func startVersion(of ticket: Ticket) -> Int {
        switch content {
        case .calendar: ticket.policyVersion
        case .policies: number
        }
    }
}
