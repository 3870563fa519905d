import Foundation
import Switchyard
import SwitchyardAPI
import TestSupport
import Testing

/// Who may do what, as a table, held against every route.
@Suite(.needsDatabase) struct PermissionTests {
    /// The specification; `Actor.Kind.permissions` is the implementation.
    static let table: [Permission: Set<Actor.Kind>] = [
        .openTicket: [.tenantAdmin, .agent, .intake],
        .addMessage: [.tenantAdmin, .agent, .intake],
        .readTickets: [.operatorAdmin, .tenantAdmin, .agent],
        .answerTickets: [.agent],
        .actInBulk: [.agent],
        .planDuty: [.operatorAdmin, .agent],
        .readReports: [.operatorAdmin, .tenantAdmin, .agent],
        .proposeExclusions: [.operatorAdmin, .agent],
        .decideExclusions: [.tenantAdmin, .agent],
        .configureTenant: [.operatorAdmin, .tenantAdmin, .agent],
        .manageWebhooks: [.operatorAdmin, .tenantAdmin, .agent],
        .manageTenants: [.operatorAdmin, .agent],
        .managePeople: [.operatorAdmin, .agent],
        .readDirectory: [.operatorAdmin, .agent],
        .manageJobs: [.operatorAdmin, .agent],
    ]

    /// The same for people; `Role.permissions` is the implementation.
    static let roles: [Permission: Set<Role>] = [
        .openTicket: [.operationsManager, .lead, .agent, .tenantAdmin, .contact],
        .addMessage: [.operationsManager, .lead, .agent, .tenantAdmin, .contact],
        .readTickets: [.admin, .operationsManager, .lead, .agent, .auditor, .tenantAdmin, .contact, .compliance],
        .answerTickets: [.operationsManager, .lead, .agent],
        .actInBulk: [.operationsManager, .lead],
        .readReports: Set(Role.allCases),
        .proposeExclusions: [.admin, .operationsManager, .lead],
        .decideExclusions: [.tenantAdmin],
        .planDuty: [.admin, .operationsManager, .lead],
        .configureTenant: [.admin, .tenantAdmin],
        .manageWebhooks: [.admin, .tenantAdmin],
        .manageTenants: [.admin],
        .managePeople: [.admin, .operationsManager],
        .readDirectory: [.admin, .operationsManager, .auditor],
        .manageJobs: [.admin, .operationsManager],
    ]

    private static func credentials(_ fixture: TenantFixture) -> [(Actor.Kind, APIKey)] {
        [
            (.operatorAdmin, fixture.operatorAdmin.key), (.tenantAdmin, fixture.tenantAdmin.key),
            (.intake, fixture.intake.key),
        ]
    }

    @Test func theTableHoldsEveryPermission() {
        #expect(Set(PermissionTests.table.keys) == Set(Permission.allCases))
        #expect(Set(PermissionTests.roles.keys) == Set(Permission.allCases))
    }

    @Test(arguments: Role.allCases)
    func aRoleAllowsWhatTheTableSays(role: Role) {
        #expect(role.permissions == Set(PermissionTests.roles.filter { $0.value.contains(role) }.keys))
    }

    @Test(arguments: Role.allCases)
    func everyRouteOfATenantLetsInExactlyThePeopleOfItsPermission(role: Role) async throws {
        let api = try API.make { $0.hasDesks = false }
        let person = try api.fixture.person(role)
        let sample = RouteSample(tenant: api.fixture.tenantID.text)
        for route in Routes.all where route.path.contains("{tenant}") {
            guard let permission = route.permission else { continue }
            let reply = await api.send(route, sample, as: person.key)
            let mayCall = PermissionTests.roles[permission]?.contains(role) == true
            #expect(
                (reply.problem == "permission_missing") == !mayCall,
                "\(role) \(route.method) \(route.path): \(reply.status) \(reply.problem ?? "")"
            )
            #expect(reply.status != 401 && reply.status < 500, "\(role) \(route.method) \(route.path): \(reply.status)")
        }
    }

    @Test(arguments: Role.allCases.filter(\.spansTheFirm), [true, false])
    func theFirmsOwnRoutesAskForARoleOverTheFirm(role: Role, isOverFirm: Bool) async throws {
        let api = try API.make { $0.hasDesks = false }
        let person = try api.fixture.person(role, overFirm: isOverFirm)
        let sample = RouteSample(tenant: api.fixture.tenantID.text)
        for route in Routes.all where !route.path.contains("{tenant}") {
            guard let permission = route.permission, permission.isOfFirm else { continue }
            let reply = await api.send(route, sample, as: person.key)
            let mayCall = isOverFirm && PermissionTests.roles[permission]?.contains(role) == true
            #expect(
                (reply.problem == "permission_missing") == !mayCall,
                "\(role) \(route.method) \(route.path): \(reply.status) \(reply.problem ?? "")"
            )
        }
        // A role over the firm is no key to its clients.
        let tickets = await api.send("GET", "\(api.tenant)/tickets", as: person)
        #expect(tickets.status == (isOverFirm ? 404 : 200))
    }

    @Test func aCustomerMayNothingAndASourceOnlyHandIn() {
        #expect(Actor.Kind.customer.permissions.isEmpty)
        #expect(Actor.Kind.source.permissions == [.openTicket, .addMessage])
    }

    @Test func everyRouteLetsInExactlyTheKindsOfItsPermission() async throws {
        let api = try API.make()
        let sample = RouteSample(tenant: api.fixture.tenantID.text)
        for route in Routes.all {
            guard case .permission(let permission) = route.access else { continue }
            #expect(sample.body(route) != nil || route.body == nil, "no sample body for \(route.path)")
            for (kind, key) in PermissionTests.credentials(api.fixture) {
                let reply = await api.send(route, sample, as: key)
                let mayCall = PermissionTests.table[permission]?.contains(kind) == true
                #expect(
                    (reply.problem == "permission_missing") == !mayCall,
                    "\(kind) \(route.method) \(route.path): \(reply.status)"
                )
                #expect(
                    reply.status != 401 && reply.status < 500,
                    "\(kind) \(route.method) \(route.path): \(reply.status)"
                )
                if !mayCall { #expect(reply.status == 403) }
            }
        }
    }

    @Test func whatIsAPersonsOwnIsNotForKeys() async throws {
        let api = try API.make()
        let sample = RouteSample(tenant: api.fixture.tenantID.text)
        let own = Routes.all.filter { $0.access == .session }
        #expect(!own.isEmpty)
        let keys = PermissionTests.credentials(api.fixture).map(\.1) + [api.fixture.agent().credential.key]
        for route in own {
            for key in keys {
                let reply = await api.send(route, sample, as: key)
                #expect(reply.status == 403 && reply.problem == "session_required", "\(route.method) \(route.path)")
            }
        }
    }

    @Test func withoutAGoodCredentialEveryRouteAnswers401WithTheSameBytes() async throws {
        let api = try API.make { $0.hasDesks = false }
        let sample = RouteSample(tenant: api.fixture.tenantID.text)
        let unknown = APIKey.make(random: (0..<APIKey.randomBytes).map { _ in UInt8.random(in: 0...255) })
        var bodies: Set<[UInt8]> = []
        for route in Routes.all {
            guard route.permission != nil || route.access == .session else { continue }
            for headers in [
                [:], ["authorization": "Basic eA=="], ["authorization": "Bearer sy_live_x"],
                ["authorization": "Bearer sy_session_x"], ["authorization": "Bearer"],
            ] {
                let reply = await api.send(route, sample, as: nil, headers: headers)
                #expect(reply.status == 401, "\(route.method) \(route.path)")
                #expect(reply.header("www-authenticate") == "Bearer")
                bodies.insert(reply.body)
            }
            bodies.insert(await api.send(route, sample, as: unknown).body)
        }
        #expect(bodies.count == 1)
    }

    @Test func aKeyIsNarrowedByItsScopesAndNeverWidened() async throws {
        let api = try API.make()
        let path = "/v1/people/\(api.fixture.agent().personID.text)/keys"
        let issued = await api.send(
            "POST",
            path,
            as: api.fixture.operatorAdmin,
            body: ["name": "reader", "scopes": ["tickets:read", "operator:tenants"]]
        )
        #expect(issued.status == 201)
        let key = try APIKey.parse(issued.json.string("key"))
        let sample = RouteSample(tenant: api.fixture.tenantID.text)
        for route in Routes.all {
            guard case .permission(let permission) = route.access else { continue }
            let reply = await api.send(route, sample, as: key)
            #expect((reply.status == 403) == (permission != .readTickets), "\(route.method) \(route.path)")
        }
    }

    @Test func anExpiredKeyIsNotAccepted() async throws {
        let api = try API.make { $0.hasDesks = false }
        let issued = await api.send(
            "POST",
            "\(api.tenant)/keys",
            as: api.fixture.tenantAdmin,
            body: ["kind": "intake", "name": "old", "expires_at": "2020-01-01T00:00:00Z"]
        )
        #expect(issued.status == 201)
        let key = try APIKey.parse(issued.json.string("key"))
        let reply = await api.send(
            "GET",
            "\(api.tenant)/tickets",
            headers: ["authorization": "Bearer \(key.revealed)"]
        )
        #expect(reply.status == 401)
    }

    @Test func aTenantIssuesNoKeysOfTheOperator() async throws {
        let api = try API.make { $0.hasDesks = false }
        for kind in ["operator_admin", "agent", "worker", "source"] {
            let reply = await api.send(
                "POST",
                "\(api.tenant)/keys",
                as: api.fixture.tenantAdmin,
                body: ["kind": .string(kind), "name": "x"]
            )
            #expect(reply.faults == ["/kind not_in_list"])
        }
    }
}
