import BusinessTime
import Foundation
import Postgres
import Switchyard
import SwitchyardAPI
import TestSupport
import Testing

/// The object matrix: every value by which any route can name a row is replaced by another tenant's, and the answer is that to
/// an id that never was, to the byte. Made from the routes, their schemas and the catalog.
@Suite(.needsDatabase) struct ForeignIDTests {
    /// What differs between two answers to the same request.
    static let passing: Set = ["date", "x-request-id", "ratelimit"]

    private struct Scene {
        let pool: Pool
        let mine: API
        let theirs: TenantFixture
        let foreign: ForeignIDs
        /// What names something of theirs and is no id, by the name of the parameter.
        let secrets: [String: String]
        let sample: RouteSample
        let session: SignedInPerson
        let theirSession: SignedInPerson
    }

    private func scene() async throws -> Scene {
        let database = try TestDatabase.fresh()
        let pool = Pool(name: "foreign-ids", settings: database.settings(.api), size: 4, waitMillisecondsMax: 60_000)
        // Nothing in an answer comes from the time that it took; sessions are as old as the database thinks.
        let clock = TestClock(Instant(date: Date()))
        let mine = API(fixture: try TenantFixture.make(in: database) { $0.clock = clock }, pool: pool)
        let theirs = try TenantFixture.make(in: database) { $0.clock = clock }
        let sample = RouteSample(
            tenant: mine.fixture.tenantID.text,
            ids: ["ticket": try await mine.open().text],
            personID: mine.fixture.agent().personID,
            teamID: mine.fixture.teams[1] ?? UUID()
        )
        let session = try await mine.signedIn(mine.fixture.account(.tenantAdmin))
        let theirSession = try await mine.signedIn(theirs.account(.tenantAdmin))
        _ = try theirs.openTicket()
        let foreign = try database.withConnection(.admin) {
            try ForeignIDs(of: theirs.tenantID, own: mine.fixture.tenantID, on: $0)
        }
        return Scene(
            pool: pool,
            mine: mine,
            theirs: theirs,
            foreign: foreign,
            secrets: ["session": theirSession.id, "token": String(theirSession.token.reversed())],
            sample: sample,
            session: session,
            theirSession: theirSession
        )
    }

    /// Who may come in and is bound to one tenant; of the operator's, only where a tenant's own rows are named.
    private func callers(_ route: Route, _ scene: Scene, toWalledRow: Bool) -> [String?] {
        let fixture = scene.mine.fixture
        let session = "Bearer \(scene.session.token)"
        guard let permission = route.permission else { return route.access == .session ? [session] : [nil] }
        let kinds = PermissionTests.table[permission] ?? []
        let roles = PermissionTests.roles[permission] ?? []
        var callers: [TenantFixture.Credential] = []
        if kinds.contains(.tenantAdmin) { callers.append(fixture.tenantAdmin) }
        if roles.contains(.lead) { callers.append(fixture.lead(4).credential) }
        if kinds.contains(.intake) { callers.append(fixture.intake) }
        if toWalledRow, callers.isEmpty, kinds.contains(.operatorAdmin) { callers.append(fixture.operatorAdmin) }
        return callers.map { "Bearer \($0.key.revealed)" } + (roles.contains(.tenantAdmin) ? [session] : [])
    }

    private func same(_ left: Reply, _ right: Reply, _ what: String) {
        func lasting(_ reply: Reply) -> [String] {
            reply.headers.filter { !Self.passing.contains($0.name) }.map { "\($0.name): \($0.value)" }
        }
        #expect(left.status == right.status, "\(what)")
        #expect(left.body == right.body, "\(what): \(left.text) \(right.text)")
        #expect(lasting(left) == lasting(right), "\(what)")
        #expect(left.status < 500, "\(what)")
    }

    /// An id that never was, next to one that is in every order: a cursor goes on from the same place.
    private func neighbour(_ id: String) -> String {
        guard UUID(uuidString: id) != nil, let last = id.last else { return UUID().text }
        return id.dropLast() + (last == "0" ? "1" : "0")
    }

    /// An id as the place may want it: bare, and in a page's cursor.
    private func forms(_ id: String, _ place: IDPlace) -> [String] {
        place.name == "cursor" ? [id, "\(Int64(Date().timeIntervalSince1970 * 1_000_000))_\(id)"] : [id]
    }

    @Test func anIDOfAnotherTenantIsNoIDWhereverItStands() async throws {
        let scene = try await scene()
        defer { scene.pool.close() }
        var (requests, turn) = (0, 0)
        var places: [String: Int] = [:]
        for route in Routes.all {
            for place in IDPlace.all(of: route) {
                let meant = scene.foreign.meant(by: place.name)
                let secret = scene.secrets[place.name]
                if case .path(let name) = place {
                    #expect(!meant.isEmpty || secret != nil, "nothing of another tenant for {\(name)} of \(route.path)")
                }
                // Whatever it means, it meets every other id of theirs as well in the course of the routes.
                turn += 1
                let drawn = scene.foreign.all[turn % scene.foreign.all.count].id
                let ids = Set(meant.map(\.id) + [drawn] + (secret.map { [$0] } ?? []))
                let isWalled = route.path.contains("{tenant}") && meant.contains { $0.table.hasPrefix("switchyard.") }
                let isInPath = if case .path = place { true } else { false }
                for caller in callers(route, scene, toWalledRow: isWalled && isInPath) {
                    places["\(place.description.prefix(1))", default: 0] += 1
                    for (theirs, nobodys) in ids.flatMap({ zip(forms($0, place), forms(neighbour($0), place)) }) {
                        let what = "\(route.method) \(route.path) \(place) \(theirs)"
                        let api = scene.mine
                        let reply = await api.respond(
                            to: place.request(route, scene.sample, naming: theirs, as: caller)
                        )
                        same(
                            reply,
                            await api.respond(to: place.request(route, scene.sample, naming: nobodys, as: caller)),
                            what
                        )
                        if isInPath, isWalled { #expect([404, 422].contains(reply.status), "\(what) \(reply.status)") }
                        requests += 2
                    }
                }
            }
        }
        print(
            """
            foreign ids: \(scene.foreign.all.count) of another tenant in \(places["{"] ?? 0) places of paths, \
            \(places["?"] ?? 0) of queries, \(places["b"] ?? 0) of bodies: \(requests) requests, 0 told apart
            """
        )
    }

    @Test func aCredentialOfAnotherTenantOpensNothing() async throws {
        let scene = try await scene()
        defer { scene.pool.close() }
        let theirs = scene.theirs
        let keys = [theirs.tenantAdmin, theirs.intake, theirs.agent().credential, theirs.lead(4).credential]
        let callers = keys.map { "Bearer \($0.key.revealed)" } + ["Bearer \(scene.theirSession.token)"]
        var requests = 0
        for route in Routes.all where route.path.hasPrefix("/v1/tenants/{tenant}") {
            for caller in callers {
                func reply(_ tenant: String) async -> Reply {
                    var sample = scene.sample
                    sample.tenant = tenant
                    requests += 1
                    return await scene.mine.respond(
                        to: IDPlace.path("none").request(route, sample, naming: "", as: caller)
                    )
                }
                let nobody = await reply(UUID().text)
                for name in [scene.sample.tenant, scene.mine.fixture.slug] {
                    let opened = await reply(name)
                    same(opened, nobody, "\(route.method) \(route.path)")
                    #expect([403, 404].contains(opened.status), "\(route.path) \(opened.status)")
                    if opened.status == 404 { #expect(opened.body == Problem.notFound.body) }
                }
            }
        }
        print("foreign credentials: \(callers.count), \(requests) requests, 0 came in")
    }

    @Test func aKeyOfAnotherTenantsActIsNoKeyHere() async throws {
        var acts = 0
        for route in Routes.all where route.repetition == .answered || route.repetition == .answeredWithoutSecret {
            let key = UUID().text
            let theirs = await (try PreparedPost(route)).send(key: key)
            let mine = await (try PreparedPost(route)).send(key: key)
            #expect(mine.status == theirs.status && mine.status < 300, "\(route.path): \(mine.text)")
            let known = Set(theirs.text.matches(of: #/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/#).map { $0.output.0 })
            #expect(!known.contains { mine.text.contains($0) }, "\(route.path): \(mine.text)")
            acts += 1
        }
        #expect(acts > 0)
        print("foreign idempotency keys: \(acts) acts, 0 answered with another tenant's")
    }
}
