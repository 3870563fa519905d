import BusinessTime
import Foundation
import Postgres

/// What a person is granted here at an instant, as far as duties go.
struct DutyGrant {
    let person: DeskPerson
    let role: Role
    /// None where the role works on no cases.
    let level: Int?

    func entitles(to post: DutyPost) -> Bool { DutyGrant.entitles(role, level: level, to: post) }

    /// A level wants a grant of at least that level; beyond the levels the role decides.
    static func entitles(_ role: Role, level: Int?, to post: DutyPost) -> Bool {
        switch post {
        case .operationsManager: role == .operationsManager
        case .supervisor: role == .lead || role == .operationsManager
        case .l1, .l2, .l3, .l4: role.hasLevel && level ?? 0 >= post.level ?? .max
        }
    }

    /// Every grant that the people named hold here at `instant`. Whoever has none, or has left, is not among them.
    static func all(of people: [UUID], at instant: Instant, in tx: TenantTransaction) throws -> [DutyGrant] {
        let rows = try tx.query(
            """
            SELECT person_id, profile, language, role, level FROM switchyard.duty_grants(\(people), \(instant))
            """,
            "duty grants"
        )
        return try rows.map { row in
            guard let role = Role(rawValue: try row.column(3)) else { throw StoredValueUnknown() }
            return DutyGrant(
                person: try DeskPerson(from: row, vault: tx.deployment.operatorVault),
                role: role,
                level: try row.column(4)
            )
        }
    }
}
