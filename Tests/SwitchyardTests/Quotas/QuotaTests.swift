import BusinessTime
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Switchyard

/// What a client uses against what it may. The tenant is in Tokyo, so that its day is not that of UTC: it is 19:00 there.
@Suite(.needsDatabase) struct QuotaTests {
    private let clock = TestClock(QueueFixture.start)
    private let fixture: TenantFixture

    init() throws {
        fixture = try TenantFixture.make { [clock] in
            $0.hasDesks = false
            $0.clock = clock
            $0.zone = "Asia/Tokyo"
        }
    }

    private func set(_ limits: [Quotas.Name: Quotas.Limit]) throws {
        _ = try fixture.transaction(as: fixture.operatorAdmin.actor) { try Quotas.set(limits, ifRevision: nil, in: $0) }
    }

    /// After whatever was stored is old enough to be counted.
    private func review() throws -> AlarmReview {
        clock.advance(seconds: Usage.lagSeconds + 1)
        return try fixture.transaction(as: .worker) { try QuotaReview.run(in: $0) }
    }

    private func used() throws -> [Quotas.Name: Int64] {
        try fixture.transaction(as: .worker) { try Usage.load(in: $0).used }
    }

    private func open(_ count: Int) throws { for _ in 0..<count { _ = try fixture.openTicket() } }

    @Test func requestsAreCountedOnceOnTheDayOfTheirZone() throws {
        try open(3)
        #expect(try review() == AlarmReview())
        #expect(try review() == AlarmReview())
        #expect(try used()[.intake] == 3)
        // 23:59:30 in Tokyo, and a minute later.
        let lateEvening = QueueFixture.start.adding(seconds: 5 * 3600 - 30)
        clock.advance(seconds: lateEvening.microseconds(since: clock.now) / 1_000_000)
        try open(2)
        clock.advance(seconds: 60)
        try open(1)
        _ = try review()
        #expect(try used()[.intake] == 1)
        clock.advance(seconds: -86_400)
        #expect(try used()[.intake] == 5)
    }

    @Test func whatIsYoungerThanTheLagIsCountedLater() throws {
        try open(1)
        clock.advance(seconds: Usage.lagSeconds - 1)
        _ = try fixture.transaction(as: .worker) { try QuotaReview.run(in: $0) }
        #expect(try used()[.intake] == 0)
        _ = try review()
        #expect(try used()[.intake] == 1)
    }

    @Test func answersAndNotesAreStorageAndNoIntake() throws {
        let ticket = try fixture.openTicket()
        let agent = try fixture.person(.agent).actor
        try fixture.transaction(as: agent) { tx in
            var file = try CaseFile.open(ticket, in: tx)
            _ = try file.reply("Done")
            try file.save()
        }
        _ = try review()
        let bytes = try fixture.asAdmin { connection in
            try connection.query(
                """
                SELECT sum(octet_length(body))::bigint FROM switchyard.message WHERE tenant_id = \(fixture.tenantID)
                """
            ).first?.column(0, as: Int64.self)
        }
        #expect(try used()[.intake] == 1 && used()[.storage] == bytes)
    }

    @Test func importedHistoryIsStorageAndNoIntake() throws {
        let ticket = try fixture.openTicket()
        let batch = UUID()
        try fixture.asAdmin { connection in
            _ = try connection.execute(
                """
                INSERT INTO switchyard.import_batch (tenant_id, id, file_sha256, lines_done, cases, messages, known, created_at,
                    finished_at) VALUES (\(fixture.tenantID), \(batch), \(Bytea(Array(repeating: 1, count: 32))), 1, 1, 1, 0,
                    \(clock.now), \(clock.now))
                """
            )
            _ = try connection.execute("UPDATE switchyard.ticket SET import_batch_id = \(batch) WHERE id = \(ticket)")
        }
        _ = try review()
        #expect(try used()[.intake] == 0 && used()[.storage] ?? 0 > 0)
    }

    @Test func anAlarmIsRaisedOnceAtEachStepAndAnewTheNextDay() throws {
        try set([.intake: Quotas.Limit(most: 5)])
        try open(3)
        #expect(try review() == AlarmReview())
        try open(1)
        #expect(try review() == AlarmReview(raised: 1))
        #expect(try review() == AlarmReview())
        try open(1)
        #expect(try review() == AlarmReview(raised: 1))
        try open(1)
        #expect(try review() == AlarmReview())
        // Soft: nothing is refused.
        #expect(try used()[.intake] == 6)
        clock.advance(seconds: 86_400)
        #expect(try review() == AlarmReview(ended: 2))
        // Both steps within one round: the greater is told.
        try open(5)
        #expect(try review() == AlarmReview(raised: 1))
    }

    @Test func storageIsToldOfOnceEachTimeItComesSoFar() throws {
        try set([.storage: Quotas.Limit(most: 1)])
        try open(1)
        #expect(try review() == AlarmReview(raised: 1))
        clock.advance(seconds: 86_400)
        #expect(try review() == AlarmReview())
        try set([.storage: Quotas.Limit(most: 1_000_000)])
        #expect(try openAlarms() == [])
        try set([.storage: Quotas.Limit(most: 1)])
        #expect(try openAlarms() == ["quota_reached storage"])
    }

    private func openAlarms() throws -> [String] {
        try fixture.asAdmin { connection in
            try connection.query(
                """
                SELECT kind || ' ' || subject FROM switchyard.alarm WHERE tenant_id = \(fixture.tenantID)
                    AND ended_at IS NULL ORDER BY 1
                """
            ).map { try $0.column(0) }
        }
    }

    @Test func aHardLimitClosesTheIntakeUntilTheDayIsOver() throws {
        try set([.intake: Quotas.Limit(most: 2, isHard: true)])
        let key = IdempotencyKey(key: "first", request: [1])
        let first = try fixture.receive(CustomerRequest(), key: key)
        try open(1)
        #expect(try review().raised == 1)
        let refusal = #expect(throws: QuotaReached.self) { try open(1) }
        let midnight = QueueFixture.start.adding(seconds: 5 * 3600)
        #expect(refusal?.waitSeconds == clock.now.seconds(until: midnight))
        // What was taken is answered again.
        #expect(try fixture.receive(CustomerRequest(), key: key) == first)
        #expect(try used()[.intake] == 2)
        clock.advance(seconds: 5 * 3600)
        try open(1)
        #expect(try review() == AlarmReview(ended: 1))
    }

    @Test func aCustomersMessageOnTheirCaseIsRefusedAsWell() throws {
        try set([.intake: Quotas.Limit(most: 1, isHard: true)])
        let ticket = try fixture.openTicket()
        _ = try review()
        #expect(throws: QuotaReached.self) {
            try fixture.transaction(as: fixture.intake.actor) { tx in
                try Intake.message(IntakeMessage(["text": "And?"]), on: ticket, key: nil, in: tx)
            }
        }
    }

    @Test func aHigherOrASoftLimitOpensItAtOnce() throws {
        for limit in [Quotas.Limit(most: 100, isHard: true), Quotas.Limit(most: 1), nil] {
            try set([.intake: Quotas.Limit(most: 1, isHard: true)])
            if try used()[.intake] == 0 { try open(1) }
            _ = try review()
            #expect(throws: QuotaReached.self) { try open(1) }
            try set(limit.map { [.intake: $0] } ?? [:])
            try open(1)
        }
    }

    @Test func anotherTenantsIntakeStaysOpen() throws {
        let other = try TenantFixture.make { [clock] in
            $0.hasDesks = false
            $0.clock = clock
        }
        try set([.intake: Quotas.Limit(most: 1, isHard: true)])
        try open(1)
        _ = try review()
        #expect(throws: QuotaReached.self) { try open(1) }
        _ = try other.openTicket()
        #expect(try other.transaction(as: .worker) { try QuotaReview.run(in: $0) } == AlarmReview())
    }

    @Test func twoReviewsAtOnceCountOnce() async throws {
        try set([.intake: Quotas.Limit(most: 4)])
        try open(4)
        clock.advance(seconds: Usage.lagSeconds + 1)
        let raised = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<4 {
                group.addTask { [fixture] in
                    try fixture.transaction(as: .worker) { try QuotaReview.run(in: $0).raised }
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(try raised == 1 && used()[.intake] == 4)
    }
}
