import BusinessTime
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Switchyard

/// A source that nothing comes from any more. It is missed after an hour.
@Suite(.needsDatabase) struct SilentSourceTests {
    private let clock = TestClock(QueueFixture.start)
    private let fixture: TenantFixture
    private let source: UUID

    init() throws {
        fixture = try TenantFixture.make { [clock] in
            $0.hasDesks = false
            $0.clock = clock
        }
        source = try Self.add("Core", silentAfterMinutes: 60, to: fixture)
    }

    private static func add(_ name: String, silentAfterMinutes: Int64?, to fixture: TenantFixture) throws -> UUID {
        try fixture.directory { tx in
            try Source.add(name: name, silentAfterMinutes: silentAfterMinutes, tenant: fixture.tenantID, in: tx).id
        }
    }

    private func review() throws -> AlarmReview {
        try fixture.transaction(as: .worker) { try SilentSources.review(in: $0) }
    }

    private func standing(_ id: UUID? = nil) throws -> SourceStanding {
        try fixture.transaction(as: .worker) { [source] in try SourceStanding.find(id ?? source, in: $0) }
    }

    private func hear(_ source: UUID? = nil, of tenant: TenantFixture? = nil) throws {
        let key = IdempotencyKey(webhookID: UUID().text, source: source ?? self.source, body: [1])
        #expect(try (tenant ?? fixture).receive(CustomerRequest(), key: key).status == 201)
    }

    private func set(silentAfterMinutes: Int64?) throws {
        _ = try fixture.transaction(as: fixture.tenantAdmin.actor) { [source] in
            try Source.change(source, name: "Core", silentAfterMinutes: silentAfterMinutes, ifRevision: nil, in: $0)
        }
    }

    @Test func itIsMissedOnceAndAgainWhenItFellSilentAnew() throws {
        try hear()
        let heard = clock.now
        clock.advance(seconds: 59 * 60)
        #expect(try review() == AlarmReview())
        clock.advance(seconds: 60)
        #expect(try review() == AlarmReview(raised: 1))
        #expect(try standing().silentSince == heard && standing().alarmRaisedAt == clock.now)
        clock.advance(seconds: 86_400)
        #expect(try review() == AlarmReview())

        try hear()
        #expect(try standing().lastAcceptedAt == clock.now)
        #expect(try review() == AlarmReview(ended: 1))
        #expect(try standing().silentSince == nil)
        clock.advance(seconds: 3600)
        #expect(try review() == AlarmReview(raised: 1))
    }

    /// Heard and silent again while no worker ran.
    @Test func aNewSilenceIsANewAlarm() throws {
        clock.advance(seconds: 3600)
        #expect(try review().raised == 1)
        clock.advance(seconds: 60)
        try hear()
        let heard = clock.now
        clock.advance(seconds: 7200)
        #expect(try review() == AlarmReview(raised: 1, ended: 1))
        #expect(try standing().silentSince == heard)
    }

    @Test func oneThatWasNeverHeardIsMissedFromItsSetUpOn() throws {
        let made = clock.now
        clock.advance(seconds: 3600)
        #expect(try review().raised == 1)
        #expect(try standing().lastAcceptedAt == nil && standing().silentSince == made)
    }

    @Test func whereNothingIsSaidNothingIsMissed() throws {
        try set(silentAfterMinutes: nil)
        clock.advance(seconds: 30 * 86_400)
        #expect(try review() == AlarmReview())
    }

    @Test func theAlarmEndsWhenTheSetUpWantsNoneOrTheSourceIsDisabled() throws {
        clock.advance(seconds: 3600)
        #expect(try review().raised == 1)
        try set(silentAfterMinutes: 120)
        #expect(try review() == AlarmReview(ended: 1))
        clock.advance(seconds: 3600)
        #expect(try review().raised == 1)
        try set(silentAfterMinutes: nil)
        #expect(try review() == AlarmReview(ended: 1))
        try set(silentAfterMinutes: 60)
        #expect(try review().raised == 1)
        try fixture.asAdmin { [source] in
            _ = try $0.execute("UPDATE directory.source SET status = 'disabled' WHERE id = \(source)")
        }
        #expect(try review() == AlarmReview(ended: 1))
        #expect(try review() == AlarmReview())
    }

    /// Neither another source, nor a key of the intake, nor another tenant's source of the same id in its key.
    @Test func onlyItsOwnRequestsAreHeard() throws {
        let other = try Self.add("Other", silentAfterMinutes: nil, to: fixture)
        let stranger = try TenantFixture.make { [clock] in
            $0.hasDesks = false
            $0.clock = clock
        }
        clock.advance(seconds: 3600)
        try hear(other)
        try hear(source, of: stranger)
        _ = try fixture.receive(CustomerRequest(), key: IdempotencyKey(key: "w:\(source.text):x", request: [1]))
        #expect(try review() == AlarmReview(raised: 1))
        #expect(try standing().lastAcceptedAt == nil && standing(other).lastAcceptedAt == clock.now)
    }

    @Test func theSameRequestAgainIsNotHeardAnew() throws {
        let key = IdempotencyKey(webhookID: "same", source: source, body: [1])
        let request = CustomerRequest()
        _ = try fixture.receive(request, key: key)
        let heard = clock.now
        #expect(try review() == AlarmReview())
        clock.advance(seconds: 1800)
        _ = try fixture.receive(request, key: key)
        #expect(try standing().lastAcceptedAt == heard)
    }

    /// Monday, 10:00; open until 11:00 and again on Tuesday from 09:00 on.
    @Test func itIsCountedInOpenTime() throws {
        let fixture = try TenantFixture.make { [clock] in
            $0.hasDesks = false
            $0.clock = clock
            $0.calendar = ["tz": "UTC", "weekly": ["mon": [["09:00", "10:30"]], "tue": [["09:00", "11:00"]]]]
        }
        _ = try Self.add("Core", silentAfterMinutes: 60, to: fixture)
        func review() throws -> Int {
            try fixture.transaction(as: .worker) { try SilentSources.review(in: $0).raised }
        }
        clock.advance(seconds: 22 * 3600)
        #expect(try review() == 0)
        clock.advance(seconds: 3600 + 1740)
        #expect(try review() == 0)
        clock.advance(seconds: 60)
        #expect(try review() == 1)
    }

    /// No worker ran for five days: their receipts are looked through a day at a time, and nobody is missed before the end.
    @Test func whatWasLeftLyingIsLookedThroughInParts() throws {
        try hear()
        clock.advance(seconds: 4 * 86_400)
        try hear()
        let heard = clock.now
        clock.advance(seconds: 86_400)
        var looks = 0
        while try review() == AlarmReview(hasMore: true), looks < 10 { looks += 1 }
        #expect(looks == 4)
        #expect(try standing().silentSince == heard && standing().lastAcceptedAt == heard)
    }

    @Test func twoReviewsAtOnceRaiseOneAlarm() async throws {
        clock.advance(seconds: 3600)
        let raised = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<4 {
                group.addTask { [fixture] in
                    try fixture.transaction(as: .worker) { try SilentSources.review(in: $0).raised }
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(raised == 1)
    }

    @Test func whatIsOverIsKeptForAYearAndAMonth() throws {
        clock.advance(seconds: 3600)
        _ = try review()
        try hear()
        _ = try review()
        func alarms() throws -> Int? {
            try fixture.asAdmin { connection in
                try connection.query(
                    "SELECT count(*) FROM switchyard.alarm WHERE tenant_id = \(fixture.tenantID)"
                ).first?.column(0)
            }
        }
        func purge() throws { _ = try fixture.transaction(as: .worker) { try Retention.purge(in: $0) } }
        clock.advance(seconds: Retention.alarmSeconds)
        try purge()
        #expect(try alarms() == 1)
        clock.advance(seconds: 1)
        try purge()
        #expect(try alarms() == 0)
    }
}
