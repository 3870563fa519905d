import BusinessTime
import Foundation
import Postgres
import Switchyard
import TestSupport
import Testing

@testable import SwitchyardWorker

/// Mails against their quota, and who hears of it.
@Suite(.needsDatabase) struct QuotaFlowTests {
    let fixture: WorkerFixture
    let tenant: TenantFixture

    init() throws {
        fixture = try WorkerFixture()
        tenant = try fixture.queue.tenant { $0.name = "Nova" }
    }

    private func set(_ limits: [Quotas.Name: Quotas.Limit]) throws {
        _ = try tenant.transaction(as: tenant.operatorAdmin.actor) { try Quotas.set(limits, ifRevision: nil, in: $0) }
    }

    private func review() throws -> [String: Int] {
        let hands = ScheduleHands(
            queue: try fixture.queue.queue(),
            connection: try Connection(fixture.queue.database.settings(.worker)),
            deployment: fixture.queue.deployment,
            log: fixture.log
        )
        return try ReviewAlarms.run(hands, QuotaReview.run)
    }

    private func run(_ carrier: RecordingCarrier) throws { try fixture.runDry(fixture.jobLane(carrier)) }

    /// Without what the firm's own people were told.
    private func answers(_ carrier: RecordingCarrier) -> Int {
        carrier.mails.count { $0.toAddress == "ann@example.org" }
    }

    @Test func beyondAHardLimitMailsWaitForTheNextDayAndNoneIsLost() throws {
        try set([.mail: Quotas.Limit(most: 2, isHard: true)])
        for _ in 0..<3 { _ = try fixture.answered(tenant) }
        let carrier = RecordingCarrier()
        try run(carrier)
        #expect(answers(carrier) == 2)
        let waiting = "switchyard.job WHERE kind = 'deliver' AND attempt = 0 AND run_at > \(fixture.clock.now)" as SQL
        #expect(try fixture.queue.count(waiting) == 1)
        #expect(try fixture.queue.count("switchyard.delivery WHERE state = 'pending'") == 1)
        #expect(try review() == ["raised": 1, "ended": 0, "failed": 0])
        // It is looked at again, and waits on.
        fixture.clock.advance(seconds: 900)
        try run(carrier)
        #expect(answers(carrier) == 2)
        fixture.clock.advance(seconds: 14 * 3600)
        try run(carrier)
        #expect(answers(carrier) == 3)
        #expect(try review() == ["raised": 0, "ended": 1, "failed": 0])
    }

    @Test func aHigherLimitLetsThemGo() throws {
        try set([.mail: Quotas.Limit(most: 1, isHard: true)])
        for _ in 0..<2 { _ = try fixture.answered(tenant) }
        let carrier = RecordingCarrier()
        try run(carrier)
        #expect(answers(carrier) == 1)
        try set([.mail: Quotas.Limit(most: 2, isHard: true)])
        fixture.clock.advance(seconds: 900)
        try run(carrier)
        #expect(answers(carrier) == 2)
    }

    @Test func beyondASoftLimitTheyGoAndAreToldOf() throws {
        try set([.mail: Quotas.Limit(most: 2)])
        for _ in 0..<3 { _ = try fixture.answered(tenant) }
        let carrier = RecordingCarrier()
        try run(carrier)
        #expect(answers(carrier) == 3)
        #expect(try review()["raised"] == 1)
    }

    @Test func aWarningNeverWaitsAndWhatTheFirmIsToldIsNotTheClients() throws {
        try set([.mail: Quotas.Limit(most: 1, isHard: true)])
        _ = try fixture.answered(tenant)
        let carrier = RecordingCarrier()
        try run(carrier)
        _ = try tenant.openTicket { request in
            request.email = "bob@example.org"
            request.text =
                "My words: abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about"
        }
        try run(carrier)
        #expect(carrier.mails.map(\.toAddress) == ["ann@example.org", "bob@example.org"])
    }

    @Test func theClientAndTheFirmAreToldAtEightyPerCent() throws {
        let told = try [Role.tenantAdmin, .operationsManager].map { role in
            let id = try #require(try tenant.person(role).actor.personID)
            return try tenant.directory { try PersonRecord.find(id, in: $0).profile.email }
        }
        try set([.intake: Quotas.Limit(most: 5)])
        for _ in 0..<4 { _ = try tenant.openTicket() }
        fixture.clock.advance(seconds: 61)
        #expect(try review() == ["raised": 1, "ended": 0, "failed": 0])
        #expect(try review() == ["raised": 0, "ended": 0, "failed": 0])
        let carrier = RecordingCarrier()
        try run(carrier)
        #expect(carrier.mails.map(\.toAddress).sorted() == told.sorted())
        let mail = try #require(carrier.mails.first)
        #expect(mail.subject == "Nova: 80 % of today's requests are used")
        #expect(mail.text.contains("4 of 5") && !mail.text.contains("{"))
    }
}
