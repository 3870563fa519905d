import BusinessTime
import Foundation
import Switchyard

/// The client's own people, by the client's own administrators.
enum StaffHandlers {
    static func list(_ call: Call) async throws -> Reply {
        let limit = try call.limit()
        let after = try call.uuidParameter("cursor")
        let staff = try await call.tenant { try Staff.page(after: after, limit: limit, in: $0) }
        let next = staff.count > limit ? staff[limit - 1].grantID : nil
        return .json(["items": .array(staff.prefix(limit).map(view)), "next_cursor": next.json])
    }

    static func invite(_ call: Call) async throws -> Reply {
        let body = call.body
        guard let role = Role(rawValue: try body.string("role")) else { throw DomainError.field("/role", .notInList) }
        let draft = Staff.Draft(
            profile: PersonProfile(name: try body.string("name"), email: try body.string("email")),
            language: try body.optionalString("language"),
            role: role,
            until: try body.optionalInstant("valid_until")
        )
        let key = try await call.idempotencyKey()
        return Reply(
            try await call.tenant { tx in
                try tx.once(key) {
                    Answer(status: 201, body: ["id": try Staff.invite(draft, in: tx).json])
                }
            }
        )
    }

    static func letGo(_ call: Call) async throws -> Reply {
        let grant = try call.id("grant")
        try await call.tenant { try Staff.letGo(grant, in: $0) }
        return .empty
    }

    private static func view(_ record: StaffRecord) -> JSON {
        [
            "id": record.grantID.json, "name": .string(record.profile.name), "email": .string(record.profile.email),
            "role": .string(record.grant.role.rawValue), "valid_from": .string(record.grant.from?.iso8601 ?? ""),
            "valid_until": record.grant.until.map { .string($0.iso8601) },
        ]
    }
}
