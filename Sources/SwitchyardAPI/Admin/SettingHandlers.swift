import BusinessTime
import Foundation
import Switchyard

/// A tenant's set-up over HTTP: what its admin does without asking anybody.
enum SettingHandlers {
    /// A calendar is checked by its own reader, which points at what is wrong.
    static let calendarSchema = TenantCalendar.publishedSchema

    static let published: [(kind: SettingKind, schema: Schema)] = SettingKind.allCases.map { kind in
        switch kind {
        case .calendar: (kind, calendarSchema)
        case .policy: (kind, PolicyBook.schema)
        case .rules: (kind, TriageRules.schema)
        case .survey: (kind, SurveyPolicy.schema)
        case .branding: (kind, Branding.schema)
        }
    }

    static func publish(_ kind: SettingKind, _ call: Call) async throws -> Reply {
        let line = try line(call)
        let (document, terms) = try PublishTerms.split(call.body, kind, line: line)
        let version = try await call.tenant { try PublishSetting.publish(kind, document, terms, in: $0) }
        return .json(try version.summary())
    }

    static func latest(_ kind: SettingKind, _ call: Call) async throws -> Reply {
        let line = try line(call)
        return try whole(await call.tenant { try SettingVersion.latest(kind, line: line, in: $0) })
    }

    /// Without the documents, which are read one by one.
    static func versions(_ kind: SettingKind, _ call: Call) async throws -> Reply {
        let line = try line(call)
        let limit = try call.limit()
        let cursor = try call.cursor()
        return try await call.tenant { tx in
            let found = try SettingVersion.page(kind, line: line, before: cursor?.id, limit: limit, in: tx)
            let page = found.prefix(limit)
            let next = found.count > limit ? page.last.map { Call.cursorText(at: $0.publishedAt, id: $0.id) } : nil
            return .json(["items": .array(try page.map { try $0.summary() }), "next_cursor": next.json])
        }
    }

    static func version(_ kind: SettingKind, _ call: Call) async throws -> Reply {
        let line = try line(call)
        guard let number = Int32(call.parameters["version"] ?? "") else { throw DomainError.notFound }
        return try whole(await call.tenant { try SettingVersion.find(kind, line: line, Int(number), in: $0) })
    }

    private static func whole(_ version: SettingVersion?) throws -> Reply {
        guard let version, case .object(var body) = try version.summary() else { throw DomainError.notFound }
        body["document"] = version.document
        return .json(.object(body))
    }

    /// Which calendar the path names.
    static func line(_ call: Call) throws -> String {
        let name = call.parameters["line"] ?? TenantCalendar.nameDefault
        guard TenantCalendar.isName(name) else { throw DomainError.notFound }
        return name
    }

    static func setEndpoint(_ call: Call) async throws -> Reply {
        guard let purpose = Endpoint.Purpose(rawValue: call.parameters["purpose"] ?? "") else {
            throw DomainError.notFound
        }
        let url = try call.body.string("url")
        let secret = try await call.tenant { try Endpoint.set(purpose, url: url, in: $0) }
        return .json(["purpose": .string(purpose.rawValue), "secret": .string(secret.text)])
    }

    static func addSource(_ call: Call) async throws -> Reply {
        let name = try call.body.string("name")
        let minutes = try call.body.optionalInteger("silent_after_minutes")
        let key = try await call.idempotencyKey()
        return try await onTenantsBehalf(call) { tenant, tx in
            try tx.once(key, showingOnce: "secret") {
                let source = try Source.add(name: name, silentAfterMinutes: minutes, tenant: tenant, in: tx)
                return Answer(
                    status: 201,
                    body: [
                        "id": source.id.json, "address": .string(source.address),
                        "path": .string(Source.path(source.address)), "secret": .string(source.secret.text),
                    ]
                )
            }
        }
    }

    static func rotateSecret(_ call: Call) async throws -> Reply {
        let source = try call.id("source")
        let key = try await call.idempotencyKey()
        return try await onTenantsBehalf(call) { tenant, tx in
            try tx.once(key, showingOnce: "secret") {
                let secret = try Source.rotateSecret(source, of: tenant, in: tx)
                return Answer(status: 201, body: ["id": source.json, "secret": .string(secret.text)])
            }
        }
    }

    static func rejections(_ call: Call) async throws -> Reply {
        let source = try call.id("source")
        let limit = try call.limit()
        let cursor = try call.cursor()
        return try await call.tenant { tx in
            let page = try SourceRejection.page(of: source, before: cursor, limit: limit, in: tx)
            let next =
                page.count == limit ? page.last.map { Call.cursorText(at: $0.rejection.recordedAt, id: $0.id) } : nil
            return .json(["items": .array(page.map { view($0.rejection) }), "next_cursor": next.json])
        }
    }

    private static func view(_ rejection: SourceRejection) -> JSON {
        [
            "reason": .string(rejection.reason), "clock_skew_seconds": rejection.skewSeconds.json,
            "body_sha256": .string(
                rejection.bodySHA256.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
            ),
            "recorded_at": .string(rejection.recordedAt.iso8601),
        ]
    }

    static func issueKey(_ call: Call) async throws -> Reply {
        guard let kind = Actor.Kind(rawValue: try call.body.string("kind")) else { throw DomainError.notFound }
        let draft = try KeyDraftBody(call.body)
        let actor = call.actor
        let key = try await call.idempotencyKey()
        return try await onTenantsBehalf(call) { tenant, tx in
            try tx.once(key, showingOnce: "key") {
                try draft.issue(kind: kind, tenant: tenant, person: nil, within: actor, in: tx)
            }
        }
    }

    static func listKeys(_ call: Call) async throws -> Reply {
        try await onTenantsBehalf(call) { tenant, tx in
            Answer(status: 200, body: ["items": .array(try KeySummary.all(of: tenant, in: tx).map(KeyDraftBody.view))])
        }
    }

    static func revokeKey(_ call: Call) async throws -> Reply {
        let key = try call.id("key")
        _ = try await onTenantsBehalf(call) { tenant, tx in
            try KeySummary.revoke(key, of: tenant, in: tx)
            return Answer(status: 204, body: .null)
        }
        return .empty
    }

    /// Directory rows of a tenant. The wall is asked first: who may not enter the tenant finds nothing here either.
    private static func onTenantsBehalf(
        _ call: Call,
        _ work: @escaping @Sendable (UUID, DirectoryTransaction) throws -> Answer
    ) async throws -> Reply {
        let tenant = try await call.tenantID()
        _ = try await call.tenant { try $0.now }
        return Reply(try await call.directory { try work(tenant, $0) })
    }
}

/// The parts of a new key that a body names.
struct KeyDraftBody: Sendable {
    let name: String
    let scopes: [Permission]
    let expiresAt: Instant?

    init(_ body: JSON) throws {
        name = try body.string("name")
        scopes = (try body.optionalStrings("scopes") ?? []).compactMap(Permission.init(rawValue:))
        expiresAt = try body.optionalInstant("expires_at")
    }

    /// - Parameter actor: who may give away no more than it may itself; nil where that is asked of the person.
    func issue(
        kind: Actor.Kind,
        tenant: UUID?,
        person: UUID?,
        within actor: Actor? = nil,
        in tx: DirectoryTransaction
    ) throws -> Answer {
        let draft = KeyDraft(
            kind: kind,
            name: name,
            tenantID: tenant,
            personID: person,
            scopes: scopes,
            expiresAt: expiresAt
        )
        if let actor { try draft.refuseMore(than: actor) }
        let issued = try draft.issue(in: tx)
        return Answer(
            status: 201,
            body: [
                "id": issued.id.json, "key": .string(issued.key.revealed), "kind": .string(kind.rawValue),
                "prefix": .string(issued.key.prefix),
            ]
        )
    }

    static func view(_ key: KeySummary) -> JSON {
        [
            "id": key.id.json, "prefix": .string(key.prefix), "name": .string(key.name), "kind": .string(key.kind),
            "scopes": key.scopes.json, "created_at": .string(key.createdAt.iso8601),
            "expires_at": (key.expiresAt?.iso8601).json, "revoked_at": (key.revokedAt?.iso8601).json,
        ]
    }
}
