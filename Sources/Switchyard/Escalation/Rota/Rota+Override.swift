package import BusinessTime
package import Foundation
import Postgres

/// One wish of an override request.
package struct RotaOverrideDraft: Sendable {
    package static let draftsMax = 20
    package static let daysMax: Int64 = 90

    package let post: DutyPost
    package let personID: UUID
    package let period: Range<Instant>

    package static let schema: Schema = .named(
        "RotaOverrides",
        .object([
            .required(
                "overrides",
                .list(
                    of: .object([
                        .required("post", .oneOf(DutyPost.self)), .required("person_id", .format(.uuid)),
                        .required("from", .format(.instant)), .required("until", .format(.instant)),
                    ]),
                    max: draftsMax,
                    min: 1
                ),
                "All of them or none: two make a swap."
            )
        ])
    )

    package static func all(_ body: JSON) throws -> [RotaOverrideDraft] {
        try body.array("overrides").enumerated().map { index, json in
            guard let post = DutyPost(rawValue: try json.string("post")) else {
                throw DomainError.field("/overrides/\(index)/post", .notInList)
            }
            let person = try json.uuid("person_id")
            guard let from = try json.optionalInstant("from"), let until = try json.optionalInstant("until"),
                from < until, until <= from.adding(seconds: daysMax * CivilDate.secondsPerDay)
            else { throw DomainError.field("/overrides/\(index)/until", .outOfRange) }
            return RotaOverrideDraft(post: post, personID: person, period: from..<until)
        }
    }
}

extension RotaOverride {
    /// Puts people in for others, all or none. Nobody gets two posts at once, and no post two people.
    package static func add(_ drafts: [RotaOverrideDraft], in tx: TenantTransaction) throws -> [RotaOverride] {
        let now = try tx.now
        let line = try RotaLine.load(from: now, in: tx)
        let last: Int? = try tx.query(
            "SELECT max(number) FROM switchyard.rota_override WHERE tenant_id = \(tx.tenantID)",
            "last override"
        ).first?.column(0)
        var added: [RotaOverride] = []
        for (index, draft) in drafts.enumerated() {
            let pointer = "/overrides/\(index)"
            guard draft.period.lowerBound >= now else { throw DomainError.field(pointer + "/from", .outOfRange) }
            guard line.covers(draft.post, at: draft.period.lowerBound) else {
                throw DomainError.field(pointer + "/post", .unknown)
            }
            guard !(line.overrides + added).contains(where: { $0.meets(draft) }) else {
                throw DomainError.field(pointer + "/from", .taken)
            }
            try draft.requireEntitled(at: pointer, in: tx)
            added.append(
                RotaOverride(id: try tx.newID(), post: draft.post, personID: draft.personID, period: draft.period)
            )
        }
        try refuseDoubleBookings(of: added, in: RotaLine(versions: line.versions, overrides: line.overrides + added))
        for (index, override) in added.enumerated() {
            try override.insert(number: (last ?? 0) + 1 + index, in: tx)
        }
        return added
    }

    private func meets(_ draft: RotaOverrideDraft) -> Bool { post == draft.post && period.overlaps(draft.period) }

    private static func refuseDoubleBookings(of added: [RotaOverride], in line: RotaLine) throws {
        for (index, override) in added.enumerated() {
            for other in DutyPost.allCases where other != override.post {
                let meeting = line.stretches(other, in: override.period).first {
                    $0.duty?.personID == override.personID
                }
                guard let meeting else { continue }
                throw DomainError.field(
                    "/overrides/\(index)/person_id",
                    .doubleBooked,
                    [
                        "other": other.rawValue, "from": meeting.period.lowerBound.iso8601,
                        "until": meeting.period.upperBound.iso8601,
                    ]
                )
            }
        }
    }

    private func insert(number: Int, in tx: TenantTransaction) throws {
        tx.write(
            "insert rota override",
            """
            INSERT INTO switchyard.rota_override (tenant_id, number, id, post, person_id, from_at, until_at, created_at, created_by)
            VALUES (\(tx.tenantID), \(number), \(id), \(post.rawValue), \(personID), \(period.lowerBound), \(period.upperBound),
                \(try tx.now), \(tx.request.actor.id))
            """
        )
        try tx.recordSettings(.rotaOverridden, subject: id)
    }

    /// Takes back what is still to come of an override; what has been stays as it was.
    package static func end(_ id: UUID, in tx: TenantTransaction) throws {
        let now = try tx.now
        let changed = try tx.execute(
            """
            UPDATE switchyard.rota_override SET until_at = greatest(from_at, \(now))
            WHERE tenant_id = \(tx.tenantID) AND id = \(id) AND until_at > \(now)
            """,
            "end rota override"
        )
        guard changed == 1 else { throw DomainError.notFound }
        try tx.recordSettings(.rotaOverridden, subject: id)
    }
}

extension RotaOverrideDraft {
    fileprivate func requireEntitled(at pointer: String, in tx: TenantTransaction) throws {
        let grants = try DutyGrant.all(of: [personID], at: period.lowerBound, in: tx)
        guard !grants.isEmpty else { throw DomainError.field(pointer + "/person_id", .unknown) }
        guard grants.contains(where: { $0.entitles(to: post) }) else {
            throw DomainError.field(pointer + "/person_id", .notEntitled, ["post": post.rawValue])
        }
    }
}
