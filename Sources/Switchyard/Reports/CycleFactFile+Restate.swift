import BusinessTime
import Foundation
import Postgres

extension CycleFactFile {
    /// Folds the cases again under the policies of each restatement that may concern them (`spec/sla.md C3`).
    static func restate(_ files: inout [CycleFactFile], _ basis: FactBasis, in tx: TenantTransaction) throws {
        guard !basis.restatements.isEmpty else { return }
        let concerned = files.indices.filter { index in
            basis.restatements.contains { files[index].mayHaveEnded(in: $0.period) }
        }
        let settings = try tx.settings()
        var left = concerned[...]
        while !left.isEmpty {
            let batch = CaseBatch(left.map { (id: files[$0].subject.ticketID, events: files[$0].subject.events) })
            let read = try CaseFile.read(batch.ids, in: tx)
            let logs = Dictionary(read.map { ($0.id, $0.file) }) { first, _ in first }
            for index in left.prefix(batch.ids.count) {
                guard let log = try logs[files[index].subject.ticketID]?.get() else { continue }
                try files[index].restate(log, basis.restatements, settings, now: tx.now)
            }
            left = left.dropFirst(batch.ids.count)
        }
    }

    /// Whether any of its clocks may count then.
    private func mayHaveEnded(in period: Range<Instant>) -> Bool {
        subject.openedAt < period.upperBound
            && (cycles.isEmpty || cycles.contains { ($0.endedAt ?? .distantFuture) >= period.lowerBound })
    }

    private mutating func restate(
        _ file: CaseFile,
        _ restatements: [Restatement],
        _ settings: TenantSettings,
        now: Instant
    ) throws {
        let asOf = max(now, file.events.last?.recordedAt ?? .distantPast)
        for restatement in restatements where mayHaveEnded(in: restatement.period) {
            guard let revision = restatement.revision,
                let policies = settings.policies.always(version: restatement.policyVersion)
            else { throw StoredValueUnknown() }
            let terms = try file.terms(under: settings.with(policies), version: restatement.policyVersion)
            restated[revision] = try file.clocks(terms: terms, asOf: asOf).cycles
        }
    }
}

extension CycleFactFile {
    private struct Key: Hashable {
        let metric: String
        let cycle: String
        let thresholdSeconds: Int64

        init(_ fact: CycleFact) {
            metric = fact.metric
            cycle = fact.cycle
            thresholdSeconds = fact.thresholdSeconds
        }
    }

    /// One row a clock and threshold for every run of revisions that say the same of it.
    func rows(_ basis: FactBasis, settings: TenantSettings) -> [CycleFactRow] {
        var current = table(cycles, basis, settings)
        var since: [Key: Int] = [:]
        var rows: [CycleFactRow] = []
        for restatement in basis.restatements {
            guard let revision = restatement.revision, let cycles = restated[revision] else { continue }
            let restated = table(cycles, basis, settings)
            for key in Set(current.keys).union(restated.keys) {
                let before = current[key]
                let after = restatement.verdict(on: before, as: restated[key])
                guard before != after else { continue }
                if let before {
                    rows.append(
                        CycleFactRow(fact: before, fromRevision: since[key] ?? 0, untilRevision: revision)
                    )
                }
                current[key] = after
                since[key] = revision
            }
        }
        return rows
            + current.map { CycleFactRow(fact: $1, fromRevision: since[$0] ?? 0, untilRevision: nil) }
    }

    private func table(
        _ cycles: [ClockCycle],
        _ basis: FactBasis,
        _ settings: TenantSettings
    ) -> [Key: CycleFact] {
        let facts = facts(of: cycles, thresholds: basis.thresholds, settings: settings)
        return Dictionary(facts.map { (Key($0), $0) }) { first, _ in first }
    }
}

extension Restatement {
    /// What counts from this revision on: of clocks that were closed with a verdict in the period, and of closed ones that
    /// the version would have had in it, what the version says; of all others, what counted before.
    fileprivate func verdict(on before: CycleFact?, as restated: CycleFact?) -> CycleFact? {
        guard let before else {
            return restated.flatMap { $0.isClosed && period.contains($0.countsAt) ? $0 : nil }
        }
        guard before.isClosed, period.contains(before.countsAt) else { return before }
        guard let after = restated else { return nil }
        let last = period.upperBound.adding(microseconds: -1)
        return after.counting(at: min(max(after.countsAt, period.lowerBound), last))
    }
}
