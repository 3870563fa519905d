import BusinessTime
import Foundation
import Switchyard

/// One request on its way through a handler: who calls, with which parameters and which checked body.
struct Call: Sendable {
    /// The longest page a list answers, and the default.
    static let pageMax = 100
    static let pageDefault = 50

    let request: IncomingRequest
    let route: Route
    let parameters: [String: String]
    let query: [String: String]
    let body: JSON
    let context: RequestContext
    let server: Server

    var actor: Actor { context.actor }

    /// A transaction of the tenant the path names. Whatever hides it (another wall, no grant, no such name) is "not found".
    func tenant<Value: Sendable>(_ work: @escaping @Sendable (TenantTransaction) throws -> Value) async throws -> Value
    {
        let tenant = try await tenantID()
        // A person is counted by their key alone: whether they may come in is not known yet, and nobody uses up what is
        // another client's.
        if actor.personID == nil { try server.gate.admit(.tenant(tenant)) }
        return try await server.database.transaction(tenant, context, work)
    }

    func tenantID() async throws -> UUID {
        let name = parameters["tenant"] ?? ""
        let found = try await server.tenantNames.tenant(
            name,
            actor: actor,
            database: server.database,
            request: context
        )
        guard let found, actor.tenantID == nil || actor.tenantID == found else { throw DomainError.notFound }
        return found
    }

    func directory<Value: Sendable>(
        _ work: @escaping @Sendable (DirectoryTransaction) throws -> Value
    ) async throws -> Value {
        let permission = context.permission
        return try await server.database.directory(context) { tx in
            if let permission { try tx.require(permission) }
            return try work(tx)
        }
    }

    /// All tenants that the caller serves; each is entered by itself.
    func manyTenants<Value: Sendable>(
        _ work: @escaping @Sendable (ManyTenants) throws -> Value
    ) async throws -> Value {
        let (context, deployment) = (context, server.database.deployment)
        return try await server.database.onConnection { connection in
            try work(ManyTenants(request: context, deployment: deployment, connection: connection))
        }
    }

    /// A path parameter that names a row; anything that is no id names nothing.
    func id(_ name: String) throws -> UUID {
        guard let id = UUID(text: parameters[name] ?? "") else { throw DomainError.notFound }
        return id
    }

    /// The sender's name for this write, over what it does and the body.
    func idempotencyKey() async throws -> IdempotencyKey? {
        guard let key = request.headers["idempotency-key"] else { return nil }
        guard (1...IdempotencyKey.charactersMax).contains(key.utf8.count),
            key.utf8.allSatisfy({ (0x21...0x7e).contains($0) })
        else { throw RequestError.badParameter("Idempotency-Key") }
        return IdempotencyKey(key: key, request: Array("\(try await operation())\n".utf8) + request.body)
    }

    /// Method, route, the ids in its path, so that a tenant's slug, its id and `self` are the same act, and what the query asks.
    private func operation() async throws -> String {
        var words = [route.method, route.path]
        for name in route.parameterNames {
            let value = name == "tenant" ? try await tenantID().text : parameters[name] ?? ""
            words.append("\(name)=\(UUID(uuidString: value)?.text ?? value)")
        }
        words += query.sorted { $0.key < $1.key }.map { "?\($0.key)=\($0.value)" }
        return words.joined(separator: " ")
    }

    func expectedRevision() throws -> Int64? { try ETag.expected(request.headers["if-match"]) }

    func limit() throws -> Int {
        guard let text = query["limit"] else { return Call.pageDefault }
        guard let limit = Int(text), (1...Call.pageMax).contains(limit) else {
            throw RequestError.badParameter("limit")
        }
        return limit
    }

    /// Whether a query asks for something with `true`, the only word it takes.
    func flag(_ name: String) throws -> Bool {
        try list(name) { $0 == "true" ? true : nil }.first ?? false
    }

    /// A whole number that a query may give.
    func number(_ name: String) throws -> Int? {
        try query[name].map { text in
            guard let number = Int(text) else { throw RequestError.badParameter(name) }
            return number
        }
    }

    /// `instant_id`, as a page hands it out for the next one.
    func cursor() throws -> (at: Instant, id: UUID)? {
        guard let text = query["cursor"] else { return nil }
        let parts = text.split(separator: "_", omittingEmptySubsequences: false)
        guard parts.count == 2, let micros = Int64(parts[0]), let id = UUID(uuidString: String(parts[1])) else {
            throw RequestError.badParameter("cursor")
        }
        return (Instant(microseconds: micros), id)
    }

    static func cursorText(at: Instant, id: UUID) -> String { "\(at.microseconds)_\(id.text)" }

    func list<Value>(_ name: String, _ read: (String) -> Value?) throws -> [Value] {
        guard let text = query[name], !text.isEmpty else { return [] }
        let parts = text.split(
            separator: ",",
            maxSplits: QueryParameters.wordsMax - 1,
            omittingEmptySubsequences: false
        )
        return try parts.map { part in
            guard let value = read(String(part)) else { throw RequestError.badParameter(name) }
            return value
        }
    }

    func uuidParameter(_ name: String) throws -> UUID? {
        guard let text = query[name] else { return nil }
        guard let id = UUID(uuidString: text) else { throw RequestError.badParameter(name) }
        return id
    }
}
