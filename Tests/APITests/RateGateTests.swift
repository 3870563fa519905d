import Foundation
import Switchyard
import SwitchyardAPI
import Synchronization
import TestSupport
import Testing

/// Requests are counted for who makes them, and refused to nobody else.
@Suite struct RateGateTests {
    private final class Hand: Sendable {
        private let stored = Mutex(ContinuousClock.now)
        var instant: ContinuousClock.Instant { stored.withLock { $0 } }
        func move(_ duration: Duration) { stored.withLock { $0 += duration } }
    }

    private let hand = Hand()
    private let gate: RateGate

    init() {
        var limits = RateLimits()
        limits.credential = Rate(perSecond: 2, burstSeconds: 3)
        limits.address = Rate(perSecond: 1, burstSeconds: 1)
        gate = RateGate(limits, now: { [hand] in hand.instant })
    }

    private func admitted(_ subject: RateSubject, of count: Int) -> Int {
        (0..<count).count { _ in (try? gate.admit(subject)) != nil }
    }

    @Test func aBurstIsAllowedAndThenTheRate() {
        let key = RateSubject.credential(UUID())
        #expect(admitted(key, of: 10) == 6)
        hand.move(.seconds(1))
        #expect(admitted(key, of: 10) == 2)
        hand.move(.milliseconds(499))
        #expect(admitted(key, of: 10) == 0)
        hand.move(.milliseconds(2))
        #expect(admitted(key, of: 10) == 1)
        hand.move(.seconds(3_600))
        #expect(admitted(key, of: 10) == 6)
    }

    @Test func oneCallerTakesNothingFromAnother() {
        #expect(admitted(.credential(UUID()), of: 100) == 6)
        #expect(admitted(.credential(UUID()), of: 100) == 6)
        #expect(admitted(.address("192.0.2.1"), of: 100) == 1)
        #expect(admitted(.address("192.0.2.2"), of: 100) == 1)
    }

    @Test func whatIsLeftIsCountedDown() throws {
        let key = RateSubject.credential(UUID())
        #expect(try (0..<6).map { _ in try gate.admit(key).remaining } == [5, 4, 3, 2, 1, 0])
        #expect(throws: RateExceeded.self) { try gate.admit(key) }
    }

    @Test func tooManySubjectsAreForgottenAndNoneIsRefused() {
        for number in 0...RateGate.subjectsMax { #expect((try? gate.admit(.address("\(number)"))) != nil) }
    }
}

/// The same through the API.
@Suite(.needsDatabase) struct RateLimitRouteTests {
    /// Time stands still: however slow the machine, nothing fills up again.
    private func api(_ change: (inout RateLimits) -> Void) throws -> API {
        var limits = RateLimits()
        change(&limits)
        let instant = ContinuousClock.now
        return try API.make(gate: RateGate(limits, now: { instant })) { $0.hasDesks = false }
    }

    @Test func aCredentialIsToldWhatIsLeftAndThenToWait() async throws {
        let api = try api { $0.credential = Rate(perSecond: 1, burstSeconds: 2) }
        let admin = api.fixture.tenantAdmin
        let replies = [
            await api.send("GET", "\(api.tenant)/tickets", as: admin),
            await api.send("GET", "\(api.tenant)/tickets", as: admin),
            await api.send("GET", "\(api.tenant)/tickets", as: admin),
        ]
        #expect(replies.map(\.status) == [200, 200, 429])
        #expect(replies[0].header("ratelimit-policy") == "\"default\";q=2;w=2")
        #expect(replies[0].header("ratelimit") == "\"default\";r=1;t=0")
        #expect(replies[2].problem == "rate_limited")
        #expect(replies[2].header("retry-after") == "1")
        #expect(await api.send("GET", "\(api.tenant)/tickets", as: api.fixture.operatorAdmin).status == 200)
    }

    @Test func aTenantsLimitHoldsForAllItsCredentials() async throws {
        let api = try api { $0.tenant = Rate(perSecond: 1, burstSeconds: 1) }
        #expect(await api.send("GET", "\(api.tenant)/tickets", as: api.fixture.tenantAdmin).status == 200)
        #expect(await api.send("GET", "\(api.tenant)/tickets", as: api.fixture.operatorAdmin).status == 429)
        let other = try TenantFixture.make { $0.hasDesks = false }
        let path = "/v1/tenants/\(other.tenantID.text)/tickets"
        #expect(await api.send("GET", path, as: other.tenantAdmin).status == 200)
    }

    @Test func guessingKeysIsRefusedAndAGoodKeyFromTheSameAddressIsNot() async throws {
        let api = try api { $0.address = Rate(perSecond: 1, burstSeconds: 2) }
        let path = "\(api.tenant)/tickets"
        var statuses: [Int] = []
        for _ in 0..<4 { statuses.append(await api.send("GET", path, headers: ["authorization": "Bearer x"]).status) }
        #expect(statuses == [401, 401, 429, 429])
        #expect(await api.send("GET", path, as: api.fixture.tenantAdmin).status == 200)
    }
}
