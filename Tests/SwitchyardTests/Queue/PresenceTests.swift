import TestSupport
import Testing

@testable import Switchyard

/// Who is at the desk, under a clock that the test moves.
@Suite(.needsDatabase) struct PresenceTests {
    @Test func whoWasNotHeardOfForAQuarterOfAnHourIsGone() throws {
        let clock = TestClock(ClockedCase.start)
        let fixture = try TenantFixture.make { $0.clock = clock }
        let person = fixture.agent().personID
        func state() throws -> Presence.State { try fixture.directory { try Presence.find(person, in: $0).state } }
        #expect(try state() == .away)
        try fixture.directory { _ = try Presence.set(.available, capacity: nil, of: person, in: $0) }
        clock.set(ClockedCase.at(Presence.seconds))
        #expect(try state() == .available)
        clock.set(ClockedCase.at(Presence.seconds + 1))
        #expect(try state() == .away)
    }

    @Test func anotherQuestionOfTheSamePersonWaitsForTheFirst() throws {
        let clock = TestClock(ClockedCase.start)
        let fixture = try TenantFixture.make { $0.clock = clock }
        let person = fixture.agent().personID
        try fixture.directory { _ = try Presence.set(.available, capacity: 10, of: person, in: $0) }
        func ask() throws -> Int { try fixture.directory { try Presence.beginAsking(person, in: $0) } }
        #expect(try ask() == 10)
        #expect(throws: DomainError(.conflict, "already_asking")) { try ask() }
        clock.set(ClockedCase.at(Presence.askingSeconds))
        #expect(try ask() == 10)
        try fixture.directory { try Presence.endAsking(person, in: $0) }
        #expect(try ask() == 10)
    }
}
