import Foundation
import Postgres
import Switchyard
import TestSupport
import Testing

/// Work that is held back, of a tenant and of all, and what is on record of it.
@Suite(.needsDatabase) struct JobHoldTests {
    private static let people = Actor(kind: .operatorAdmin)

    let fixture: QueueFixture
    let queue: QueueSession
    let tenant: TenantFixture
    let other: TenantFixture

    init() throws {
        fixture = try QueueFixture()
        queue = try fixture.queue()
        tenant = try fixture.tenant { $0.hasDesks = false }
        other = try fixture.tenant { $0.hasDesks = false }
        for tenant in [tenant, other] {
            try fixture.insertJobs(2, tenant: tenant.tenantID)
            try fixture.insertJobs(1, tenant: tenant.tenantID, kind: JobKind.inviteSurvey.rawValue)
        }
    }

    private func claim() throws -> [LeasedJob] {
        var request = QueueSession.ClaimRequest(kinds: Set(JobKind.allCases), workerID: fixture.workerID)
        request.holds = try queue.holds()
        return try queue.claim(request).jobs
    }

    /// For one tenant or for all, as somebody at a shell who says their name.
    @discardableResult
    private func hold(
        _ scope: JobScope,
        ofAll: Bool,
        reason: String = "Mail is down",
        by name: String = "Ines"
    ) throws
        -> JobHold
    {
        try act(ofAll: ofAll, by: name, { try JobHold.set(scope, reason: reason, in: $0) }) {
            try JobHold.set(scope, reason: reason, in: $0)
        }
    }

    private func end(_ scope: JobScope, ofAll: Bool, by name: String = "Ines") throws {
        try act(ofAll: ofAll, by: name, { try JobHold.end(scope, in: $0) }) { try JobHold.end(scope, in: $0) }
    }

    private func act<Value>(
        ofAll: Bool,
        by name: String,
        _ inTenant: (TenantTransaction) throws -> Value,
        _ inDirectory: (DirectoryTransaction) throws -> Value
    ) throws -> Value {
        var request = tenant.request(as: Self.people)
        request.actorName = name
        return try fixture.database.withConnection(.api) { connection in
            if ofAll {
                try DirectoryTransaction.run(
                    request: request,
                    deployment: fixture.deployment,
                    on: connection,
                    inDirectory
                )
            } else {
                try TenantTransaction.run(
                    tenant: tenant.tenantID,
                    request: request,
                    deployment: fixture.deployment,
                    on: connection,
                    inTenant
                )
            }
        }
    }

    private func all(after place: JobPlace? = nil, limit: Int = 10) throws -> [JobHold] {
        try tenant.directory { try JobHold.page(after: place, limit: limit, in: $0) }
    }

    @Test func whatIsHeldOfATenantIsLeftToTheOthers() throws {
        try hold(.kind(.deliver), ofAll: false)
        let jobs = try claim()
        #expect(jobs.filter { $0.tenantID == tenant.tenantID }.map(\.kind) == [.inviteSurvey])
        #expect(jobs.count(where: { $0.tenantID == other.tenantID }) == 3)
        try end(.kind(.deliver), ofAll: false)
        #expect(try claim().map(\.kind) == [.deliver, .deliver])
    }

    @Test func everyKindOfATenantIsHeldByOneWord() throws {
        #expect(try hold(.all, ofAll: false).kind == "all")
        #expect(try claim().allSatisfy { $0.tenantID == other.tenantID })
        try end(.all, ofAll: false)
        #expect(try claim().count == 3)
    }

    @Test func aKindHeldForAllIsClaimedForNobody() throws {
        try hold(.kind(.deliver), ofAll: true)
        #expect(try claim().map(\.kind) == [.inviteSurvey, .inviteSurvey])
        try end(.kind(.deliver), ofAll: true)
        #expect(try claim().map(\.kind) == [.deliver, .deliver, .deliver, .deliver])
    }

    @Test func everythingIsHeldForAllByOneWord() throws {
        try hold(.all, ofAll: true)
        #expect(try claim().isEmpty)
        try end(.all, ofAll: true)
        #expect(try claim().count == 6)
    }

    @Test(arguments: [false, true]) func aHoldSaysWhoHoldsItSinceWhenAndWhy(ofAll: Bool) throws {
        let first = try hold(.kind(.deliver), ofAll: ofAll)
        #expect(first.tenantID == (ofAll ? nil : tenant.tenantID))
        #expect(first.since == fixture.clock.now)
        #expect(first.actorKind == "operator_admin")
        #expect(first.actorName == "Ines")
        #expect(first.reason == "Mail is down")
        fixture.clock.advance(seconds: 60)
        // It is held already: nothing changes, and nothing more is on record.
        #expect(try hold(.kind(.deliver), ofAll: ofAll, reason: "Another", by: "Per") == first)
        #expect(try all() == [first])
        try end(.kind(.deliver), ofAll: ofAll, by: "Per")
        #expect(try all() == [])
        #expect(throws: DomainError.notFound) { try end(.kind(.deliver), ofAll: ofAll) }
        let acts = try fixture.text(
            """
            SELECT string_agg(concat_ws(' ', a.kind, a.actor_name, coalesce(a.reason, '-'),
                    extract(epoch FROM a.recorded_at - \(first.since))::int), ', ' ORDER BY a.recorded_at)
            FROM directory.act a WHERE a.detail = 'deliver' AND (a.tenant_id IS NULL) = \(ofAll)
            """
        )
        #expect(acts == "jobs_held Ines Mail is down 0, jobs_released Per - 60")
    }

    @Test func whatEndsAHoldForAllNamesTheActThatSetIt() throws {
        try hold(.kind(.deliver), ofAll: true)
        try end(.kind(.deliver), ofAll: true)
        let pairs = try fixture.count(
            """
            directory.act h JOIN directory.act r ON r.subject_id = h.id
            WHERE h.kind = 'jobs_held' AND r.kind = 'jobs_released'
            """
        )
        #expect(pairs == 1)
    }

    @Test func aHoldFromBeforeItWasWrittenDownIsShownAndEnds() throws {
        try fixture.database.withConnection(.admin) { admin in
            _ = try admin.execute(
                "INSERT INTO switchyard.job_kind_hold (kind, held_at) VALUES ('deliver', \(fixture.clock.now))"
            )
        }
        #expect(try all().map(\.actorKind) == [nil])
        try end(.kind(.deliver), ofAll: true)
        #expect(try all() == [])
    }

    @Test func pagesBeginWithWhatIsHeldForAllAndNameEachOnce() throws {
        let tenants = [tenant, other].sorted { $0.tenantID.text < $1.tenantID.text }
        for scope in [JobScope.kind(.probe), .all] {
            try hold(scope, ofAll: true)
            for tenant in tenants {
                _ = try tenant.transaction(as: Self.people) { try JobHold.set(scope, reason: "Moving", in: $0) }
            }
        }
        var seen: [JobPlace] = []
        for _ in 0..<3 { seen += try all(after: seen.last, limit: 2).map(\.place) }
        let owners = [nil, nil] + tenants.flatMap { [$0.tenantID, $0.tenantID] }
        #expect(seen == zip(owners, ["all", "probe", "all", "probe", "all", "probe"]).map(JobPlace.init))
        #expect(try all(after: seen.last).isEmpty)
    }

    /// Whoever has entered a tenant neither sees nor touches what is of all.
    @Test(
        arguments: [
            "SELECT switchyard.hold_jobs('deliver', now(), NULL)", "SELECT switchyard.release_jobs('deliver')",
            "SELECT switchyard.job_holds(NULL, NULL, 1)", "SELECT switchyard.job_caps(NULL, NULL, 1)",
        ] as [SQL]
    )
    func insideATenantHoldsAndCapsOfAllAreOutOfReach(call: SQL) throws {
        let refused = try #require(throws: PostgresError.self) {
            try tenant.transaction(as: Self.people) { try $0.query(call, "reach") }
        }
        #expect(refused.sqlState == "SY003")
    }
}
