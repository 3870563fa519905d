import Foundation
import Logging
import Postgres
import Switchyard
import SwitchyardAPI
import TestSupport

/// The API in this process over one fixture tenant: requests go to `Server.respond`, without a socket.
struct API: Sendable {
    /// One pool for all tests; a test that waits in line is late, not wrong.
    private static let pool = Result {
        Pool(
            name: "api-tests",
            settings: try TestDatabase.shared().settings(.api),
            size: 6,
            waitMillisecondsMax: 120_000,
            queueMax: 10_000
        )
    }

    let fixture: TenantFixture
    let server: Server

    static func make(
        gate: RateGate? = nil,
        passwords: PasswordThreads = PasswordThreads(),
        _ change: (inout TenantFixture.Options) -> Void = { _ in }
    ) throws -> API {
        try API(fixture: TenantFixture.make(change), pool: API.pool.get(), gate: gate, passwords: passwords)
    }

    init(fixture: TenantFixture, gate: RateGate? = nil) throws {
        self.init(fixture: fixture, pool: try API.pool.get(), gate: gate)
    }

    init(fixture: TenantFixture, pool: Pool, gate: RateGate? = nil, passwords: PasswordThreads = PasswordThreads()) {
        self.fixture = fixture
        server = Server(
            database: Database(pool: pool, deployment: fixture.deployment),
            logger: Logger(label: "api-tests"),
            gate: gate ?? API.wide,
            passwords: passwords
        )
    }

    /// No test that is not about limits meets one.
    private static let wide: RateGate = {
        let rate = Rate(perSecond: 1_000_000, burstSeconds: 1)
        var limits = RateLimits()
        limits.credential = rate
        limits.tenant = rate
        limits.address = rate
        return RateGate(limits)
    }()

    /// The fixture's tenant in a path.
    var tenant: String { "/v1/tenants/\(fixture.tenantID.text)" }

    func ticket(_ id: UUID) -> String { "\(tenant)/tickets/\(id.text)" }

    func send(
        _ method: String,
        _ path: String,
        as credential: TenantFixture.Credential? = nil,
        query: String = "",
        headers: [String: String] = [:],
        bytes: [UInt8] = []
    ) async -> Reply {
        var headers = headers
        if let credential { headers["authorization"] = "Bearer \(credential.key.revealed)" }
        return await respond(
            to: IncomingRequest(method: method, path: path, query: query, headers: headers, body: bytes)
        )
    }

    /// The one way of all tests to the server: no answer goes unchecked.
    func respond(to request: IncomingRequest) async -> Reply {
        let reply = await server.respond(to: request)
        AnswerCheck.look(at: reply, to: request.method, request.path)
        return reply
    }

    func send(
        _ method: String,
        _ path: String,
        as credential: TenantFixture.Credential? = nil,
        body: JSON,
        headers: [String: String] = [:]
    ) async -> Reply {
        var headers = headers
        headers["content-type"] = "application/json"
        return await send(method, path, as: credential, headers: headers, bytes: body.bytes)
    }

    /// A case handed in over the API; answers its id.
    func open(_ request: CustomerRequest = CustomerRequest()) async throws -> UUID {
        try await send("POST", "\(tenant)/tickets", as: fixture.intake, body: request.json).json.uuid("id")
    }
}

extension Reply {
    /// An answer over all tenants of the tests' database is larger than anything that is taken in.
    var json: JSON {
        get throws { try JSONParser.parse(body, limits: JSONLimits(bytesMax: 16_777_216, valuesMax: 1_000_000)) }
    }
    var text: String { String(decoding: body, as: UTF8.self) }

    /// The word after `/errors/`.
    var problem: String? {
        guard header("content-type") == "application/problem+json", let type = try? json.optionalString("type") else {
            return nil
        }
        return type.split(separator: "/").last.map(String.init)
    }

    /// `pointer code` of every field at fault.
    var faults: [String] {
        let errors = (try? json.optionalArray("errors")) ?? nil
        return (errors ?? []).map { "\((try? $0.string("pointer")) ?? "?") \((try? $0.string("code")) ?? "?")" }
    }

    /// Ids of a list's items, in order.
    var itemIDs: [String] {
        let items = (try? json.optionalArray("items")) ?? nil
        return (items ?? []).compactMap { try? $0.string("id") }
    }
}
