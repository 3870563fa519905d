import BusinessTime
import Foundation
import Postgres
import Switchyard
import TestSupport
import Testing

/// The one door into a tenant, `switchyard.enter_tenant`, and what is left in a connection after it.
@Suite(.needsDatabase) struct EnterTenantTests {
    private static let entered: SQL = "SELECT coalesce(current_setting(\(TenantSetting.name), true), '')"

    private func setting(_ connection: Connection) throws -> String {
        try #require(connection.query(Self.entered).first).column(0)
    }

    private func enter(_ fixture: TenantFixture, as actor: Actor, on connection: Connection) throws {
        _ = try fixture.transaction(as: actor, on: connection) { try $0.now }
    }

    @Test func aSecondTenantInOneTransactionIsRefused() throws {
        let first = try TenantFixture.make { $0.hasDesks = false }
        let second = try TenantFixture.make { $0.hasDesks = false }
        let refused = try #require(throws: PostgresError.self) {
            try first.transaction(as: first.tenantAdmin.actor) { tx in
                _ = try tx.now
                _ = try tx.query("SELECT switchyard.enter_tenant(\(second.tenantID), NULL, NULL, NULL, NULL)")
            }
        }
        #expect(refused.sqlState == "SY003")
    }

    @Test func theSameTenantTwiceIsRefusedToo() throws {
        let fixture = try TenantFixture.make { $0.hasDesks = false }
        let refused = try #require(throws: PostgresError.self) {
            try fixture.transaction(as: fixture.tenantAdmin.actor) { tx in
                _ = try tx.query("SELECT switchyard.enter_tenant(\(fixture.tenantID), NULL, NULL, NULL, NULL)")
            }
        }
        #expect(refused.sqlState == "SY003")
    }

    @Test(arguments: ["suspended", "closed"]) func aTenantThatIsNotActiveIsNotFound(status: String) throws {
        let fixture = try TenantFixture.make { $0.hasDesks = false }
        try fixture.asAdmin {
            _ = try $0.execute("UPDATE directory.tenant SET status = \(status) WHERE id = \(fixture.tenantID)")
        }
        #expect(throws: DomainError.notFound) {
            try fixture.transaction(as: fixture.tenantAdmin.actor) { try $0.now }
        }
        #expect(throws: DomainError.notFound) { try fixture.transaction(as: .worker) { try $0.now } }
    }

    @Test func anUnknownTenantIsNotFound() throws {
        let fixture = try TenantFixture.make { $0.hasDesks = false }
        try fixture.database.withConnection(.api) { connection in
            #expect(throws: DomainError.notFound) {
                try TenantTransaction.run(
                    tenant: UUID(),
                    request: fixture.request(as: fixture.operatorAdmin.actor),
                    deployment: fixture.deployment,
                    on: connection
                ) { try $0.now }
            }
        }
    }

    @Test func aWithdrawnKeyStopsAtTheNextTransaction() throws {
        let fixture = try TenantFixture.make { $0.hasDesks = false }
        let actor = fixture.tenantAdmin.actor
        let key = try #require(actor.credentialID)
        try fixture.database.withConnection(.api) { connection in
            try enter(fixture, as: actor, on: connection)
            try fixture.directory { try KeySummary.revoke(key, of: fixture.tenantID, in: $0) }
            #expect(throws: DomainError.unauthenticated) { try enter(fixture, as: actor, on: connection) }
        }
    }

    @Test func anExpiredKeyIsRefused() throws {
        let fixture = try TenantFixture.make { $0.hasDesks = false }
        let key = try #require(fixture.tenantAdmin.actor.credentialID)
        try fixture.asAdmin {
            _ = try $0.execute("UPDATE directory.api_key SET expires_at = now() WHERE id = \(key)")
        }
        #expect(throws: DomainError.unauthenticated) {
            try fixture.transaction(as: fixture.tenantAdmin.actor) { try $0.now }
        }
    }

    @Test func aPersonWhoLeftIsRefused() throws {
        let fixture = try TenantFixture.make()
        try fixture.directory { try Person.leave(fixture.agent().personID, in: $0) }
        #expect(throws: DomainError.unauthenticated) {
            try fixture.transaction(as: fixture.agent().actor) { try $0.now }
        }
    }

    @Test func aPersonWithoutAGrantFindsNothing() throws {
        let mine = try TenantFixture.make()
        let other = try TenantFixture.make()
        #expect(throws: DomainError.notFound) { try other.transaction(as: mine.agent().actor) { try $0.now } }
    }

    @Test(arguments: [
        "valid_until = now()", "valid_from = now() + interval '1 hour'",
        "valid_from = now() - interval '2 hours', valid_until = now() - interval '1 hour'",
    ])
    func aGrantThatIsNotInForceOpensNothing(change: String) throws {
        let fixture = try TenantFixture.make()
        let agent = fixture.agent()
        try fixture.asAdmin {
            _ = try $0.execute("UPDATE directory.access_grant SET \(raw(change)) WHERE id = \(agent.grantID)")
        }
        #expect(throws: DomainError.notFound) { try fixture.transaction(as: agent.actor) { try $0.now } }
    }

    @Test func anEndedGrantStopsAtTheNextTransaction() throws {
        let fixture = try TenantFixture.make()
        let agent = fixture.agent(3)
        try fixture.database.withConnection(.api) { connection in
            try enter(fixture, as: agent.actor, on: connection)
            try fixture.directory { try AccessGrant.end(agent.grantID, in: $0) }
            #expect(throws: DomainError.notFound) { try enter(fixture, as: agent.actor, on: connection) }
        }
    }

    @Test func thePersonsRoleIsAnsweredThatOfTheHighestLevelFirst() throws {
        let fixture = try TenantFixture.make()
        let lead = fixture.lead(2)
        func give(_ role: Role, level: Int?) throws {
            try fixture.directory { tx in
                _ = try AccessGrant(
                    personID: lead.personID,
                    tenantID: fixture.tenantID,
                    role: role,
                    level: level,
                    from: nil,
                    until: nil
                ).give(in: tx)
            }
        }
        try give(.viewer, level: nil)
        #expect(try fixture.transaction(as: lead.actor) { try $0.personRole } == .lead)
        try give(.agent, level: 3)
        #expect(try fixture.transaction(as: lead.actor) { try $0.personRole } == .agent)
    }

    @Test func whatAPersonWritesIsNotSentBeforeTheirRoleIsKnown() throws {
        let fixture = try TenantFixture.make { $0.hasDesks = false }
        let viewer = try fixture.person(.viewer)
        let request = RequestContext(actor: viewer.actor, requestID: UUID(), permission: .configureTenant)
        #expect(throws: DomainError.forbidden) {
            try fixture.database.withConnection(.api) { connection in
                try TenantTransaction.run(
                    tenant: fixture.tenantID,
                    request: request,
                    deployment: fixture.deployment,
                    on: connection
                ) { $0.write("touch settings", "SELECT switchyard.touch_settings()") }
            }
        }
    }

    /// How a transaction ended before the connection is used again.
    enum Ending: CaseIterable { case commit, rollback, error }

    @Test(arguments: Ending.allCases) func nothingOfATenantIsLeftBehind(ending: Ending) throws {
        struct Stop: Error {}
        let fixture = try TenantFixture.make { $0.hasDesks = false }
        try fixture.database.withConnection(.api) { connection in
            _ = try? fixture.transaction(as: fixture.tenantAdmin.actor, on: connection) { tx in
                let inside: String = try #require(tx.query(Self.entered).first).column(0)
                #expect(inside == fixture.tenantID.text)
                switch ending {
                case .commit: break
                case .rollback: throw Stop()
                case .error: _ = try tx.query("SELECT 1 / 0")
                }
            }
            #expect(connection.transactionStatus == .idle)
            #expect(try setting(connection) == "")
            try connection.script("BEGIN")
            #expect(try setting(connection) == "")
            let seen = try connection.query("SELECT 1 FROM switchyard.data_key")
            #expect(seen.isEmpty)
        }
    }

    @Test func theApplicationsTimeIsThatOfTheTransaction() throws {
        let fixture = try TenantFixture.make { $0.hasDesks = false }
        try fixture.transaction(as: fixture.tenantAdmin.actor) { tx in
            let server: Instant = try #require(tx.query("SELECT now()").first).column(0)
            #expect(try tx.now == server)
        }
    }
}
