import BusinessTime
import Foundation
package import Logging
import Postgres
import Switchyard

/// From a request to its answer: route, credential, permission, body, handler, problem. Knows nothing of sockets.
package struct Server: Sendable {
    /// Bytes of a request body.
    package static let bodyBytesMax = 1_048_576
    /// Bytes of a query string.
    package static let queryBytesMax = 8_192

    package let database: Database
    let authentication = Authentication()
    let tenantNames = TenantNames()
    private let meters = RequestMeters()
    let gate: RateGate
    let passwords: PasswordThreads
    let logger: Logger
    /// By the number of their segments.
    let routes: [Int: [Route]]

    package init(
        database: Database,
        logger: Logger,
        gate: RateGate = RateGate(RateLimits()),
        passwords: PasswordThreads = PasswordThreads()
    ) {
        self.init(database: database, logger: logger, gate: gate, passwords: passwords, routes: Routes.all)
    }

    init(
        database: Database,
        logger: Logger,
        gate: RateGate = RateGate(RateLimits()),
        passwords: PasswordThreads = PasswordThreads(),
        routes: [Route]
    ) {
        self.gate = gate
        self.passwords = passwords
        self.database = database
        self.logger = logger
        self.routes = Dictionary(grouping: routes, by: \.segmentCount)
    }

    package func respond(to request: IncomingRequest) async -> Reply {
        let requestID = UUID.v7(at: Instant(date: Date()))
        let started = MonotonicReading.now
        var label = "unknown"
        var deprecated: Deprecation?
        var reply: Reply
        do {
            let (route, parameters) = try find(request)
            label = route.label
            deprecated = route.deprecated
            reply = try await answer(request, route, parameters, requestID)
        } catch {
            if Problem.isInternal(error) {
                logger.error(
                    "request failed",
                    metadata: ["request_id": "\(requestID.text)", "route": "\(label)", "error": "\(error)"]
                )
            }
            reply = Problem.of(error, in: request.language)
        }
        reply.headers += (deprecated?.headers ?? []) + [("x-request-id", requestID.text)]
        meters.count(route: label, status: reply.status, nanoseconds: started.elapsedNanoseconds)
        return reply
    }

    /// Of two paths that fit, the one with fewer parameters is meant: `/v1/people/table` is nobody's id.
    private func find(_ request: IncomingRequest) throws -> (Route, [String: String]) {
        let segments = Route.segments(request.path)
        var allowed: [String] = []
        var allowedParameters = Int.max
        for route in routes[segments.count] ?? [] {
            guard let parameters = route.match(segments) else { continue }
            if route.method == request.method { return (route, parameters) }
            if parameters.count < allowedParameters { (allowed, allowedParameters) = ([], parameters.count) }
            if parameters.count == allowedParameters { allowed.append(route.method) }
        }
        throw allowed.isEmpty ? DomainError.notFound : RequestError.methodNotAllowed(allowed)
    }

    private func answer(
        _ request: IncomingRequest,
        _ route: Route,
        _ parameters: [String: String],
        _ requestID: UUID
    ) async throws -> Reply {
        guard request.body.count <= Server.bodyBytesMax else { throw RequestError.bodyTooLarge }
        let (actor, standing) = try await caller(of: route, request)
        var body = JSON.null
        if let schema = route.body, !route.readsRawBody { body = try Server.check(request, schema) }
        let call = Call(
            request: request,
            route: route,
            parameters: parameters,
            query: try Server.query(request, route),
            body: body,
            context: RequestContext(
                actor: actor,
                requestID: requestID,
                permission: route.permission,
                demand: route.demand,
                traceParent: request.headers[TraceParent.header].flatMap(TraceParent.init)
            ),
            server: self
        )
        var reply = try await route.handler(call)
        if let standing { reply.headers += standing.headers }
        return reply
    }

    /// Who calls, and what is left to them. An address is counted only for what shows no good credential: whoever guesses
    /// keys, or calls pages by the thousand, keeps nobody else out.
    private func caller(
        of route: Route,
        _ request: IncomingRequest
    ) async throws -> (actor: Actor, standing: RateStanding?) {
        switch route.access {
        case .permission(let permission):
            let (actor, standing) = try await holder(of: request)
            guard actor.permissions.contains(permission) else { throw DomainError.forbidden }
            return (actor, standing)
        case .session:
            let (actor, standing) = try await holder(of: request)
            guard actor.isSession else { throw DomainError(.forbidden, "session_required") }
            return (actor, standing)
        case .open:
            try gate.admit(.address(request.address))
            return (Actor(kind: .customer), nil)
        // Counted for its exchange, once the signature was checked.
        case .signed: return (Actor(kind: .customer), nil)
        }
    }

    private func holder(of request: IncomingRequest) async throws -> (actor: Actor, standing: RateStanding?) {
        let actor: Actor
        do {
            actor = try await authentication.actor(of: request.headers["authorization"], database: database)
        } catch let error as DomainError where error.code == .unauthenticated {
            try gate.admit(.address(request.address))
            throw error
        }
        return (actor, try actor.credentialID.map { try gate.admit(.credential($0)) })
    }

    /// A body as the schema wants it, or everything that is wrong with it.
    static func check(_ request: IncomingRequest, _ schema: Schema) throws -> JSON {
        guard let type = request.headers["content-type"], isJSON(type) else { throw RequestError.notJSON }
        let body: JSON
        do {
            body = try JSONParser.parse(request.body)
        } catch {
            throw RequestError.malformedJSON(code: error.code.rawValue, pointer: error.pointer)
        }
        let errors = schema.validate(body)
        guard errors.isEmpty else { throw DomainError(.invalid, "validation_failed", fields: errors) }
        return body
    }

    private static func isJSON(_ type: String) -> Bool {
        let json = "application/json"
        return type == json || type.split(separator: ";").first.map { $0.lowercased() } == json
    }

    /// A parameter the route does not know is refused: a filter with a typing error would answer more than was asked for.
    /// What is open to all may carry anything: mail programs and proxies add marks of their own to links.
    private static func query(_ request: IncomingRequest, _ route: Route) throws -> [String: String] {
        let values = try query(request.query)
        if route.permission == nil { return values }
        if let unknown = values.keys.sorted().first(where: { !route.query.contains($0) }) {
            throw RequestError.badParameter(String(unknown.prefix(40)))
        }
        return values
    }

    static func query(_ text: String) throws -> [String: String] {
        guard text.utf8.count <= queryBytesMax else { throw RequestError.badParameter("query") }
        var values: [String: String] = [:]
        for pair in text.utf8.split(separator: UInt8(ascii: "&")) {
            let nameEnd = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
            let rawName = Substring(pair[..<nameEnd])
            let name = decoded(rawName)
            let value = decoded(Substring(pair[nameEnd...].dropFirst()))
            guard let name, let value, !value.utf8.contains(0), values.updateValue(value, forKey: name) == nil else {
                throw RequestError.badParameter(String(rawName.prefix(40)))
            }
        }
        return values
    }

    private static func decoded(_ text: Substring) -> String? {
        guard text.utf8.contains(UInt8(ascii: "+")) else { return text.percentDecoded }
        return text.replacing("+", with: " ").removingPercentEncoding
    }
}

/// A monotonic reading, for durations only.
private struct MonotonicReading {
    let instant: ContinuousClock.Instant

    static var now: MonotonicReading { MonotonicReading(instant: ContinuousClock.now) }

    var elapsedNanoseconds: Int64 {
        let elapsed = instant.duration(to: .now)
        return elapsed.components.seconds * 1_000_000_000 + elapsed.components.attoseconds / 1_000_000_000
    }
}
