package import BusinessTime
import Foundation
import Postgres

/// What publishing a draft now would do to the clocks that run. Nothing is written, and
/// the work is bounded: beyond `casesMax` open cases every n-th is looked at, and the answer says so.
package struct PublicationPreview: Sendable {
    /// Cases that are derived.
    package static let casesMax = 5_000
    /// Clocks that are listed; all are counted.
    package static let movesMax = 200
    /// Closed stretches that are listed.
    package static let closedMax = 24

    package let effectiveFrom: Instant
    package let warnings: [PolicyWarning]
    /// Windows of the calendar that overlap an earlier one and are united with it, as JSON pointers (T3).
    package let unitedWindows: [String]
    /// 28 days or more without an open second (T6): publishing asks for a confirmation.
    package let closedStretches: [Range<Instant>]
    package let openCases: Int
    package private(set) var casesSeen = 0
    package private(set) var casesFailed = 0
    /// Open cases by the policy under which their next clocks would begin; of policies only.
    package private(set) var policies: [String?: Int] = [:]
    package private(set) var counts = ClockMoveCounts()
    /// The most urgent first.
    package private(set) var moves: [ClockMovement] = []

    package var isSampled: Bool { casesSeen + casesFailed < openCases }

    package static func make(_ draft: ClockDraft, in tx: TenantTransaction) throws -> PublicationPreview {
        try tx.refuseWrites()
        let total: Int =
            try tx.query(
                "SELECT count(*) FROM switchyard.ticket WHERE tenant_id = \(tx.tenantID) AND resolved_at IS NULL",
                "open cases"
            ).first?.column(0) ?? 0
        var preview = PublicationPreview(draft, openCases: total)
        var cases = try openCases(everyNth: max(1, (total + casesMax - 1) / casesMax), in: tx)[...]
        while !cases.isEmpty {
            let batch = CaseBatch(Array(cases.prefix(CaseBatch.casesMax)))
            cases = cases.dropFirst(batch.ids.count)
            try preview.look(at: batch, draft, in: tx)
        }
        preview.moves = Array(preview.moves.sorted().prefix(movesMax))
        return preview
    }

    private init(_ draft: ClockDraft, openCases: Int) {
        self.openCases = openCases
        effectiveFrom = draft.effectiveFrom
        switch draft.content {
        case .calendar(_, let document, let openTime):
            warnings = []
            unitedWindows = document.unitedWindows
            closedStretches = openTime.neverOpenStretches(from: draft.effectiveFrom, limit: Self.closedMax)
        case .policies(let book, _):
            warnings = book.warnings
            unitedWindows = []
            closedStretches = []
        }
    }

    /// In the order of their ids, so that a sample is spread over the time in which they came.
    private static func openCases(everyNth step: Int, in tx: TenantTransaction) throws -> [(id: UUID, events: Int)] {
        let rows = try tx.query(
            """
            SELECT id, event_count FROM (
                SELECT id, event_count, row_number() OVER (ORDER BY id) AS place FROM switchyard.ticket
                WHERE tenant_id = \(tx.tenantID) AND resolved_at IS NULL) k
            WHERE place % \(step) = 0 ORDER BY id LIMIT \(casesMax)
            """,
            "cases to preview"
        )
        return try rows.map { row in
            var cursor = row.cursor()
            return (id: try cursor.next(), events: try cursor.next())
        }
    }

    private mutating func look(at batch: CaseBatch, _ draft: ClockDraft, in tx: TenantTransaction) throws {
        let settings = try tx.settings()
        let now = try tx.now
        let after = draft.published(in: settings, at: now)
        for (_, file) in try CaseFile.read(batch.ids, in: tx) {
            do {
                try compare(file.get(), settings, after, at: max(now, effectiveFrom), draft)
                casesSeen += 1
            } catch let error as PostgresError where error.kind != .decoding {
                throw error
            } catch {
                casesFailed += 1
            }
        }
    }

    /// Both just behind the instant from which the draft would be in force, as if nothing else happened until then.
    private mutating func compare(
        _ file: CaseFile,
        _ before: TenantSettings,
        _ after: TenantSettings,
        at instant: Instant,
        _ draft: ClockDraft
    ) throws {
        let asOf = max(instant, file.events.last?.recordedAt ?? .distantPast).adding(microseconds: 1)
        let known = try file.clocks(terms: file.terms(under: before), asOf: asOf)
        let fresh = try file.clocks(terms: file.terms(under: after), asOf: asOf)
        if case .policies = draft.content {
            policies[fresh.policies[file.ticket.id.text]?.name, default: 0] += 1
        }
        counts.running += known.cycles.count { !$0.isEnded }
        for movement in ClockMovement.all(file.ticket, from: known, to: fresh, effectiveFrom: effectiveFrom) {
            counts.add(movement)
            moves.append(movement)
        }
        // What is kept never grows beyond twice what is shown.
        if moves.count > 2 * Self.movesMax { moves = Array(moves.sorted().prefix(Self.movesMax)) }
    }
}

extension TenantTransaction {
    /// From here on the database itself refuses to write.
    func refuseWrites() throws { _ = try query("SET TRANSACTION READ ONLY", "read only") }
}

extension OpenTime {
    /// Every stretch that `neverOpenStretch` would find.
    func neverOpenStretches(from start: Instant, limit: Int) -> [Range<Instant>] {
        var stretches: [Range<Instant>] = []
        var from = start
        let end = start.adding(seconds: Int64(Self.closedStretchLookaheadDays) * 86_400)
        while stretches.count < limit, from < end, let stretch = neverOpenStretch(from: from) {
            guard stretch.lowerBound < end else { break }
            stretches.append(stretch)
            from = stretch.upperBound
        }
        return stretches
    }
}
