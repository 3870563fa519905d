import BusinessTime
import Foundation
import Postgres
import Switchyard
import Synchronization
import TestSupport
import Testing

@Suite(.needsDatabase) struct TenantTransactionTests {
    private struct Stop: Error {}

    private func deskCount(_ fixture: TenantFixture) throws -> Int {
        try fixture.asAdmin { admin in
            try #require(admin.query("SELECT count(*) FROM directory.desk WHERE tenant_id = \(fixture.tenantID)").first)
                .column(0)
        }
    }

    private func rejection(_ fixture: TenantFixture, _ tx: TenantTransaction) {
        tx.write(
            "insert rejection",
            """
            INSERT INTO switchyard.source_rejection (tenant_id, id, source_id, reason, body_sha256, recorded_at)
            VALUES (\(fixture.tenantID), \(UUID()), \(UUID()), 'test', \(Bytea([1])), now())
            """
        )
    }

    private func rejections(_ fixture: TenantFixture) throws -> Int {
        try fixture.asAdmin { admin in
            try #require(
                admin.query("SELECT count(*) FROM switchyard.source_rejection WHERE tenant_id = \(fixture.tenantID)")
                    .first
            ).column(0)
        }
    }

    @Test func writesWithoutAReadAreCommitted() throws {
        let fixture = try TenantFixture.make { $0.hasDesks = false }
        try fixture.transaction(as: fixture.tenantAdmin.actor) { tx in
            for _ in 0..<200 { rejection(fixture, tx) }
        }
        #expect(try rejections(fixture) == 200)
    }

    @Test func whatTheBodyThrowsTakesEverythingBack() throws {
        let fixture = try TenantFixture.make { $0.hasDesks = false }
        #expect(throws: Stop.self) {
            try fixture.transaction(as: fixture.tenantAdmin.actor) { tx in
                rejection(fixture, tx)
                _ = try tx.now
                throw Stop()
            }
        }
        #expect(try rejections(fixture) == 0)
    }

    @Test func writesAloneAreRefusedToo() throws {
        let fixture = try TenantFixture.make { $0.hasDesks = false }
        try fixture.asAdmin {
            try $0.execute("UPDATE directory.tenant SET status = 'suspended' WHERE id = \(fixture.tenantID)")
        }
        #expect(throws: DomainError.notFound) {
            try fixture.transaction(as: fixture.tenantAdmin.actor) { rejection(fixture, $0) }
        }
        #expect(try rejections(fixture) == 0)
    }

    @Test func theLastReadTakesTheCommitAlong() throws {
        let fixture = try TenantFixture.make { $0.hasDesks = false }
        let flushes = Mutex<[FlushMoment]>([])
        var settings = fixture.database.settings(.api)
        settings.atFlush = { moment in flushes.withLock { $0.append(moment) } }
        let connection = try Connection(settings)
        let found: Int? = try TenantTransaction.run(
            tenant: fixture.tenantID,
            request: RequestContext(actor: fixture.tenantAdmin.actor, requestID: UUID()),
            deployment: fixture.deployment,
            on: connection
        ) { tx in
            let rows = try tx.lastQuery(
                "SELECT count(*) FROM switchyard.ticket WHERE tenant_id = \(fixture.tenantID)",
                "cases"
            )
            #expect(connection.transactionStatus == .idle)
            return try rows.first?.column(0)
        }
        #expect(found == 0)
        let seen = flushes.withLock { $0 }
        #expect(seen.map(\.side) == [.before, .after])
        #expect(seen.map(\.isCommit) == [true, true])
    }

    @Test func manyLastReadsAreAnsweredInTheirOrder() throws {
        let fixture = try TenantFixture.make { $0.hasDesks = false }
        let answers: [Int?] = try fixture.transaction(as: fixture.tenantAdmin.actor) { tx in
            let rows = try tx.lastReads([("one", "SELECT 1"), ("none", "SELECT 2 LIMIT 0"), ("three", "SELECT 3")])
            return try rows.map { try $0.first?.column(0) }
        }
        #expect(answers == [1, nil, 3])
    }

    @Test func theLastReadIsRefusedWhereTheTenantIs() throws {
        let fixture = try TenantFixture.make { $0.hasDesks = false }
        try fixture.asAdmin {
            try $0.execute("UPDATE directory.tenant SET status = 'suspended' WHERE id = \(fixture.tenantID)")
        }
        #expect(throws: DomainError.notFound) {
            try fixture.transaction(as: fixture.tenantAdmin.actor) { _ = try $0.lastQuery("SELECT 1", "one") }
        }
    }

    @Test func whatWasWrittenBeforeTheLastReadIsSeenByItAndCommitted() throws {
        let fixture = try TenantFixture.make { $0.hasDesks = false }
        let seen: Int? = try fixture.transaction(as: fixture.tenantAdmin.actor) { tx in
            rejection(fixture, tx)
            return try tx.lastQuery(
                "SELECT count(*) FROM switchyard.source_rejection WHERE tenant_id = \(fixture.tenantID)",
                "count"
            ).first?.column(0)
        }
        #expect(seen == 1)
        #expect(try rejections(fixture) == 1)
    }

    @Test func nothingIsWrittenAfterTheLastRead() async {
        await #expect(processExitsWith: .failure) {
            let fixture = try TenantFixture.make { $0.hasDesks = false }
            try fixture.transaction(as: fixture.tenantAdmin.actor) { tx in
                _ = try tx.lastQuery("SELECT 1", "one")
                tx.write("late", "SELECT 2")
            }
        }
    }

    @Test func aRowOfAnotherTenantIsRefusedByTheWall() throws {
        let fixture = try TenantFixture.make { $0.hasDesks = false }
        let other = try TenantFixture.make { $0.hasDesks = false }
        let refused = try #require(throws: PostgresError.self) {
            try fixture.transaction(as: fixture.tenantAdmin.actor) { rejection(other, $0) }
        }
        #expect(refused.sqlState == "42501")
        #expect(refused.statement == "insert rejection")
    }

    /// Its key is good for one tenant, whatever the caller asks for.
    @Test func aTenantsKeyOpensNoOtherTenant() throws {
        let mine = try TenantFixture.make { $0.hasDesks = false }
        let other = try TenantFixture.make { $0.hasDesks = false }
        for actor in [mine.tenantAdmin.actor, mine.intake.actor] {
            #expect(throws: DomainError.notFound) { try other.transaction(as: actor) { try $0.now } }
        }
    }

    @Test func aRaceThatIsLostIsRunAgain() throws {
        let fixture = try TenantFixture.make { $0.hasDesks = false }
        var attempts = 0
        try fixture.transaction(as: fixture.tenantAdmin.actor) { tx in
            attempts += 1
            rejection(fixture, tx)
            _ = try tx.now
            if attempts < TenantTransaction.attemptsMax { throw RaceLost() }
        }
        #expect(attempts == TenantTransaction.attemptsMax)
        #expect(try rejections(fixture) == 1)
    }

    @Test func aRaceThatIsAlwaysLostIsAConflict() throws {
        let fixture = try TenantFixture.make { $0.hasDesks = false }
        var attempts = 0
        #expect(throws: DomainError(.conflict, "busy")) {
            try fixture.transaction(as: fixture.tenantAdmin.actor) { _ in
                attempts += 1
                throw RaceLost()
            }
        }
        #expect(attempts == TenantTransaction.attemptsMax)
    }

    @Test func aTestsClockReplacesTheTime() throws {
        let clock = TestClock(Instant(microseconds: 1_700_000_000_000_000))
        let fixture = try TenantFixture.make { $0.clock = clock }
        clock.advance(seconds: 60)
        let now = try fixture.transaction(as: fixture.agent().actor) { try $0.now }
        #expect(now == Instant(microseconds: 1_700_000_060_000_000))
        #expect(try deskCount(fixture) == 4)
    }

    @Test func aNewRevisionOfTheSetUpIsSeenAtOnce() throws {
        let fixture = try TenantFixture.make { $0.hasDesks = false }
        func inForce() throws -> Int {
            try fixture.transaction(as: fixture.tenantAdmin.actor) {
                try $0.settings().policies.version(inForceAt: $0.now)
            }
        }
        let before = try inForce()
        let version = try fixture.transaction(as: fixture.tenantAdmin.actor) { tx in
            try PublishSetting.publish(.policy, TenantFixture.policy, in: tx).version
        }
        #expect(version == before + 1)
        #expect(try inForce() == version)
    }
}
