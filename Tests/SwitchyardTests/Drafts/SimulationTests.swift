import BusinessTime
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Switchyard

/// A draft over past cases: what each verdict would have been. Cases come in on a Monday from nine on, a minute apart, and
/// the n-th is answered after n times twenty minutes; first reply in an hour.
@Suite(.needsDatabase) struct SimulationTests {
    private let clock = TestClock(ClockedCase.start)
    private let fixture: TenantFixture
    private let ids: [UUID]

    init() throws {
        let hand = clock
        fixture = try TenantFixture.make {
            $0.clock = hand
            $0.policy = ["targets": ["first_reply": 3600]]
        }
        var ids: [UUID] = []
        for number in 0..<4 {
            clock.set(ClockedCase.at(Int64(number) * 60))
            ids.append(try fixture.openTicket { $0.email = "ada@example.com" })
        }
        for (number, id) in ids.enumerated() {
            clock.set(ClockedCase.at(Int64(number) * 60 + Int64(number + 1) * 1200))
            try fixture.transaction(as: fixture.agent().actor) { tx in
                var file = try CaseFile.open(id, in: tx)
                _ = try file.reply("Done.")
                try file.save()
            }
        }
        clock.set(ClockedCase.at(86_400))
        self.ids = ids
    }

    private func simulate(_ body: JSON, _ change: (inout Simulation.Query) -> Void = { _ in }) throws -> Simulation {
        let request = try SimulationRequest(body)
        var query = Simulation.Query()
        query.range = request.range
        change(&query)
        return try fixture.transaction(as: fixture.tenantAdmin.actor) {
            try Simulation.page(request.draft(in: $0), query, in: $0)
        }
    }

    private static func targets(_ seconds: Int64) -> JSON {
        ["policy": ["targets": ["first_reply": .integer(seconds)]]]
    }

    @Test func aTighterPolicyWouldHaveMissedMore() throws {
        let page = try simulate(Self.targets(2400))
        // Answered after 20, 40, 60 and 80 minutes: of an hour three are met, of forty minutes two.
        let sum = try #require(page.sums[.firstReply])
        #expect(sum.before == [.met: 3, .missed: 1])
        #expect(sum.after == [.met: 2, .missed: 2])
        #expect(sum.changes == [.init(from: .met, to: .missed): 1])
        #expect(page.cases.map(\.ticketID) == [ids[2]])
        let changed = try #require(page.cases.first?.clocks.first)
        #expect(changed.before?.targetSeconds == 3600)
        #expect(changed.after?.targetSeconds == 2400)
        #expect(changed.after?.dueAt == ClockedCase.at(120 + 2400))
        #expect(page.casesSeen == 4)
        #expect(page.next == nil)
    }

    @Test func thePolicyInForceChangesNothing() throws {
        let page = try simulate(Self.targets(3600))
        #expect(page.cases.isEmpty)
        #expect(page.sums[.firstReply]?.changes == [:])
        #expect(page.sums[.firstReply]?.before == page.sums[.firstReply]?.after)
    }

    @Test func aCalendarWouldHaveGivenThemMoreTime() throws {
        let page = try simulate(["calendar": Calendars.daily("10:00", "12:00")])
        #expect(page.sums[.firstReply]?.after == [.met: 4])
        #expect(page.cases.map(\.ticketID) == [ids[3]])
        let other = try simulate(["calendar": Calendars.daily("10:00", "12:00"), "line": "night"])
        #expect(other.cases.isEmpty)
    }

    @Test func aMetricThatThereWasNotIsAChange() throws {
        let page = try simulate(["policy": ["targets": ["first_reply": 3600, "resolution": 60]]])
        #expect(page.sums[.resolution]?.before == [:])
        #expect(page.sums[.resolution]?.changes == [.init(from: nil, to: .missed): 4])
        #expect(page.cases.count == 4)
    }

    @Test(arguments: 1...4) func pagesAddUpToTheWhole(_ size: Int) throws {
        let whole = try simulate(Self.targets(60))
        #expect(whole.cases.count == 3)
        var sum = SimulationSum()
        var found: [UUID] = []
        var after: (at: Instant, id: UUID)?
        var pages = 0
        repeat {
            let page = try simulate(Self.targets(60)) {
                $0.after = after
                $0.cases = size
            }
            if let part = page.sums[.firstReply] { sum.add(part) }
            found += page.cases.map(\.ticketID)
            after = page.next
            pages += 1
        } while after != nil && pages < 10
        #expect(sum == whole.sums[.firstReply])
        #expect(found == whole.cases.map(\.ticketID))
        #expect(pages > 4 / size)
    }

    @Test func aFullListEndsThePageAndTheNextGoesOnBehindIt() throws {
        let first = try simulate(Self.targets(60)) { $0.listed = 1 }
        #expect(first.cases.map(\.ticketID) == [ids[0]])
        let next = try simulate(Self.targets(60)) { $0.after = first.next }
        #expect(next.cases.map(\.ticketID) == Array(ids[1...2]))
    }

    @Test func onlyCasesOfTheTimeAreLookedAt() throws {
        var body = Self.targets(2400)
        if case .object(var members) = body {
            members["from"] = .string(ClockedCase.at(60).iso8601)
            members["to"] = .string(ClockedCase.at(180).iso8601)
            body = .object(members)
        }
        #expect(try simulate(body).casesSeen == 2)
    }

    @Test(
        arguments: [
            ([:], "/policy required"),
            (["policy": ["targets": ["first_reply": 60]], "calendar": [:]], "/calendar unknown_field"),
            (["policy": ["targets": ["first_reply": 34_560_000]]], "/policy/targets/first_reply out_of_range"),
            (["calendar": ["tz": "Mars/Olympus", "always_open": true]], "/calendar/tz bad_format"),
            (["policy": ["targets": ["first_reply": 60]], "line": "No Name"], "/line bad_format"),
            (
                [
                    "policy": ["targets": ["first_reply": 60]], "from": "2025-01-02T00:00:00Z",
                    "to": "2025-01-01T00:00:00Z",
                ],
                "/to out_of_range"
            ),
        ] as [(JSON, String)]
    )
    func whatCannotBeSimulatedIsRefusedWithItsPlace(_ body: JSON, _ fault: String) throws {
        let error = #expect(throws: DomainError.self) { try simulate(body) }
        #expect(error?.fields.map { "\($0.pointer) \($0.code.rawValue)" } == [fault])
    }
}
