import BusinessTime
import Foundation
import Switchyard

/// Who works for the firm and its clients.
enum PersonHandlers {
    static func list(_ call: Call) async throws -> Reply {
        let limit = try call.limit()
        let statuses = try call.list("status", PersonRecord.Status.init(rawValue:))
        let tenant = try call.uuidParameter("tenant")
        let after = try call.uuidParameter("cursor")
        let people = try await call.directory {
            try PersonRecord.page(statuses, at: tenant, after: after, limit: limit, in: $0)
        }
        let next = people.count > limit ? people[limit - 1].id : nil
        return .json(["items": .array(people.prefix(limit).map { .object(view($0)) }), "next_cursor": next.json])
    }

    static func read(_ call: Call) async throws -> Reply {
        let id = try call.id("person")
        let (person, grants, teams) = try await call.directory { tx in
            (
                try PersonRecord.find(id, in: tx), try GrantRecord.standing(of: id, in: tx),
                try TeamRecord.all(of: id, in: tx)
            )
        }
        var body = view(person)
        body["grants"] = .array(grants.map(GrantHandlers.view))
        body["teams"] = .array(teams.map(TeamHandlers.view))
        return .json(.object(body))
    }

    static func add(_ call: Call) async throws -> Reply {
        let (profile, language) = try told(call)
        return try await call.created { try Person.add(profile, language: language, in: $0) }
    }

    static func change(_ call: Call) async throws -> Reply {
        let id = try call.id("person")
        let (profile, language) = try told(call)
        let person = try await call.directory { tx in
            try Person.change(id, to: profile, language: language, in: tx)
            return try PersonRecord.find(id, in: tx)
        }
        return .json(.object(view(person)))
    }

    static func leave(_ call: Call) async throws -> Reply {
        let person = try call.id("person")
        try await call.directory { try Person.leave(person, in: $0) }
        return .empty
    }

    static func issueKey(_ call: Call) async throws -> Reply {
        let person = try call.id("person")
        let draft = try KeyDraftBody(call.body)
        let key = try await call.idempotencyKey()
        return Reply(
            try await call.directory { tx in
                try tx.once(key, showingOnce: "key") {
                    try draft.issue(kind: .agent, tenant: nil, person: person, in: tx)
                }
            }
        )
    }

    private static func told(_ call: Call) throws -> (profile: PersonProfile, language: String) {
        (
            PersonProfile(name: try call.body.string("name"), email: try call.body.string("email")),
            try call.body.optionalString("language") ?? "en"
        )
    }

    private static func view(_ person: PersonRecord) -> JSONObject {
        [
            "id": person.id.json, "name": .string(person.profile.name), "email": .string(person.profile.email),
            "language": .string(person.language), "status": .string(person.status.rawValue),
            "created_at": .string(person.createdAt.iso8601),
        ]
    }
}

extension Call {
    /// What a write to the directory made, by its id; the same for the same idempotency key.
    func created(_ make: @escaping @Sendable (DirectoryTransaction) throws -> UUID) async throws -> Reply {
        let key = try await idempotencyKey()
        return Reply(
            try await directory { tx in
                try tx.once(key) { Answer(status: 201, body: ["id": try make(tx).json]) }
            }
        )
    }
}
