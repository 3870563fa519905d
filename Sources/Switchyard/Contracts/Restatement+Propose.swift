import BusinessTime
import Foundation
import Postgres

extension Restatement {
    /// A restatement as the operator proposes it.
    package struct Proposal: Sendable {
        let policyVersion: Int
        let period: Range<Instant>
        let reason: String

        package init(_ json: JSON) throws {
            policyVersion = Int(try json.integer("policy_version"))
            guard let from = try json.optionalInstant("from") else { throw FieldError("/from", .required) }
            guard let until = try json.optionalInstant("until") else { throw FieldError("/until", .required) }
            guard from < until, until.microseconds(since: from) / Instant.microsecondsPerSecond <= periodSecondsMax
            else {
                throw FieldError(
                    "/until",
                    .outOfRange,
                    ["min": "after from", "max": "\(periodSecondsMax) s after from"]
                )
            }
            period = from..<until
            reason = try json.string("reason")
        }

        package static let schema: Schema = .named(
            "NewRestatement",
            .object([
                .required(
                    "policy_version",
                    .integer(1...Int64(Int32.max)),
                    "The published version by which the clocks are counted. What it changes is shown by /simulations."
                ),
                .required("from", .format(.instant), "Clocks whose verdict became final from then on,"),
                .required("until", .format(.instant), "and before then; not in the future."),
                .required("reason", .bytes(1...reasonBytesMax)),
            ])
        )
    }

    /// - Returns: the restatement, which waits for the client.
    package static func propose(_ proposal: Proposal, in tx: TenantTransaction) throws -> Restatement {
        try tx.requireSupervisor()
        let now = try tx.now
        guard proposal.period.upperBound <= now else {
            throw DomainError.field("/until", .outOfRange, ["max": now.iso8601])
        }
        let rows = try tx.query(
            """
            SELECT v.id FROM switchyard.setting_version v
            WHERE v.tenant_id = \(tx.tenantID) AND v.kind = \(SettingKind.policy.rawValue)
              AND v.line = \(TenantCalendar.nameDefault) AND v.version = \(proposal.policyVersion)
            """,
            "policy to restate by"
        )
        guard let row = rows.first else { throw DomainError.field("/policy_version", .unknown) }
        var restatement = Restatement(
            id: try tx.newID(),
            state: .proposed,
            policyID: try row.column(0),
            policyVersion: proposal.policyVersion,
            period: proposal.period,
            revision: nil,
            reason: Secrets.redact(proposal.reason).text,
            proposedAt: now
        )
        try restatement.insert(in: tx)
        return restatement
    }

    private mutating func insert(in tx: TenantTransaction) throws {
        let sealed = try tx.seal(reason, as: .restatementReason, row: id)
        tx.write(
            "insert restatement",
            """
            INSERT INTO switchyard.restatement (tenant_id, id, state, policy_id, policy_version, from_at, until_at, reason,
                proposed_at)
            VALUES (\(tx.tenantID), \(id), \(state.rawValue), \(policyID), \(policyVersion), \(period.lowerBound),
                \(period.upperBound), \(sealed), \(proposedAt))
            """
        )
        acts.append(try Self.log.record(state, of: id, note: nil, in: tx))
    }
}
