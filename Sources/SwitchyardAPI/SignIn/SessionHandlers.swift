import BusinessTime
import Foundation
import Switchyard

/// Coming in with a password, and going out.
enum SessionHandlers {
    static func open(_ call: Call) async throws -> Reply {
        let password = Password(try call.body.string("password"))
        let signIn = SignIn(email: try call.body.string("email"), client: call.client)
        let session = try await call.server.passwords.withPlace {
            let check = try await call.stranger { try signIn.begin(password, in: $0) }
            guard let known = try await call.server.passwords.run({ try check.run() }) else {
                try await call.stranger { try signIn.fail(check, in: $0) }
                throw DomainError.signInRefused
            }
            return try await call.stranger { try signIn.succeed(known, in: $0) }
        }
        return .json(.object(view(session)), status: 201)
    }

    /// With its token: the only answers that have one.
    static func view(_ session: OpenedSession) -> JSONObject {
        [
            "id": session.id.json, "token": .string(session.token.revealed), "person_id": session.personID.json,
            "expires_at": .string(session.expiresAt.iso8601), "idle_seconds": Session.idleSeconds.json,
            "lack": .string(session.lack.rawValue),
        ]
    }

    static func list(_ call: Call) async throws -> Reply {
        let account = try call.account()
        return try await listed(account.person, current: account.session, call)
    }

    static func end(_ call: Call) async throws -> Reply {
        let session = try call.id("session")
        let account = try call.account()
        try await call.directory { try Session.end(session, of: account.person, in: $0) }
        return .empty
    }

    static func endOwn(_ call: Call) async throws -> Reply {
        let account = try call.account()
        try await call.directory { try Session.end(account.session, of: account.person, in: $0) }
        return .empty
    }

    static func endAll(_ call: Call) async throws -> Reply {
        let account = try call.account()
        try await call.directory { try Session.endAll(of: account.person, in: $0) }
        return .empty
    }

    static func listOfPerson(_ call: Call) async throws -> Reply {
        try await listed(call.id("person"), current: nil, call)
    }

    static func endAllOfPerson(_ call: Call) async throws -> Reply {
        let person = try call.id("person")
        try await call.directory { tx in
            _ = try PersonRecord.find(person, in: tx)
            try Session.endAll(of: person, in: tx)
        }
        return .empty
    }

    private static func listed(_ person: UUID, current: UUID?, _ call: Call) async throws -> Reply {
        let sessions = try await call.directory { tx in
            _ = try PersonRecord.find(person, in: tx)
            return try Session.live(of: person, in: tx)
        }
        let items = sessions.map { session -> JSON in
            [
                "id": session.id.json, "is_current": (session.id == current).json,
                "address": .string(session.client.address), "agent": .string(session.client.agent),
                "opened_at": .string(session.openedAt.iso8601), "seen_at": .string(session.seenAt.iso8601),
                "expires_at": .string(session.expiresAt.iso8601),
            ]
        }
        return .json(["items": .array(items)])
    }
}

extension Call {
    /// The person who has signed in, and by which session. The route lets nobody else come here.
    func account() throws -> (person: UUID, session: UUID) {
        guard actor.isSession, let person = actor.id, let session = actor.credentialID else {
            throw DomainError(.forbidden, "session_required")
        }
        return (person, session)
    }

    /// A transaction of the directory for somebody who has shown nothing yet.
    func stranger<Value: Sendable>(
        _ work: @escaping @Sendable (DirectoryTransaction) throws -> Value
    ) async throws -> Value {
        let request = RequestContext(actor: .stranger, requestID: context.requestID)
        return try await server.database.directory(request, work)
    }
}
