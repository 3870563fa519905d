import BusinessTime
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Switchyard

@Suite(.needsDatabase) struct SignInThrottleTests {
    private static let start = Instant(microseconds: 1_900_000_000_000_000)

    private let clock = TestClock(SignInThrottleTests.start)
    private let fixture: TenantFixture
    private let account = Bytea(UUID().bytes)

    init() throws {
        let clock = clock
        fixture = try TenantFixture.make {
            $0.hasDesks = false
            $0.clock = clock
        }
    }

    private func count(from place: String = "192.0.2.1") throws -> Int64 {
        do {
            _ = try fixture.directory { tx in
                try SignInThrottle(account: account, place: SignInPlace(address: place).hash(in: tx)).count(in: tx)
            }
            return 0
        } catch let error as SignInTooSoon {
            return error.waitSeconds
        }
    }

    @Test(arguments: [(0, 0), (4, 0), (5, 1), (6, 2), (7, 4), (14, 512), (15, 900), (1_000_000, 900)])
    func theWaitDoublesUpToAQuarterOfAnHour(tries: Int, seconds: Int64) {
        #expect(SignInThrottle.delaySeconds(after: tries) == seconds)
    }

    @Test(arguments: [(19, 0), (20, 1), (29, 512), (30, 900)])
    func withMoreFreeTriesTheWaitBeginsLater(tries: Int, seconds: Int64) {
        #expect(SignInThrottle.delaySeconds(after: tries, free: SessionProof.freeTriesAnywhere) == seconds)
    }

    @Test func afterTheFreeTriesEachWaitsForTheOneBefore() throws {
        for _ in 1...5 { #expect(try count() == 0) }
        #expect(try count() == 1)
        // What came too soon was not counted.
        #expect(try count() == 1)
        clock.advance(seconds: 1)
        #expect(try count() == 0)
        #expect(try count() == 2)
        clock.advance(seconds: 1)
        #expect(try count() == 1)
    }

    @Test func onlyThePlaceThatTriesWaits() throws {
        for _ in 1...5 { _ = try count() }
        #expect(try count() == 1)
        #expect(try count(from: "192.0.2.2") == 0)
    }

    @Test func aDayWithoutATryForgets() throws {
        for _ in 1...12 {
            _ = try count()
            clock.advance(seconds: 900)
        }
        _ = try count()
        #expect(try count() > 60)
        clock.advance(seconds: SignInThrottle.forgottenSeconds + 1)
        for _ in 1...5 { #expect(try count() == 0) }
        #expect(try count() == 1)
    }

    @Test func manyAtOnceAreCountedOneByOne() async throws {
        let counted = await withTaskGroup(of: Int64?.self) { group in
            for _ in 1...12 { group.addTask { try? count() } }
            return await group.reduce(into: [Int64?]()) { $0.append($1) }
        }
        #expect(counted.count { $0 == 0 } == SignInThrottle.freeTriesAtOnePlace)
        #expect(counted.allSatisfy { $0 != nil })
    }

    @Test(arguments: [
        ("192.0.2.7", "192.0.2.7"), ("::ffff:192.0.2.7", "192.0.2.7"), ("unknown", "unknown"),
        ("2001:db8:1:2:3:4:5:6", "20:1:d:b8:0:1:0:2::"), ("2001:db8:1:2::1", "20:1:d:b8:0:1:0:2::"),
        ("2001:db8:1:3::1", "20:1:d:b8:0:1:0:3::"),
    ])
    func aPlaceIsAnAddressOrTheNetworkOfOneCustomer(address: String, name: String) {
        #expect(SignInPlace(address: address).name == name)
    }
}
