import BusinessTime
import Foundation
import Testing

@testable import Switchyard

/// Who is on duty (`spec/sla.md E7`), without a database.
struct RotaRuleTests {
    static let ann = UUID()
    static let bob = UUID()
    static let cid = UUID()

    private func at(_ text: String) throws -> Instant { try Instant(iso8601: text) }

    private func layer(
        _ name: String = "week",
        _ people: [UUID] = [ann, bob],
        from: String = "2025-03-03",
        handoff: String = "09:00",
        every: Int = 7,
        hours: JSON? = nil
    ) -> JSON {
        [
            "name": .string(name), "people": people.map(\.json).json, "starts_on": .string(from),
            "handoff": .string(handoff), "every_days": every.json, "hours": hours,
        ]
    }

    private func line(_ posts: JSON, tz: String = "Europe/Berlin", overrides: [RotaOverride] = []) throws -> RotaLine {
        let version = try RotaVersion(
            number: 1,
            effectiveFrom: .distantPast,
            document: ["tz": .string(tz), "posts": posts]
        )
        return RotaLine(versions: [version], overrides: overrides)
    }

    private func who(_ line: RotaLine, _ time: String, _ post: DutyPost = .l2) throws -> UUID? {
        line.primary(post, at: try at(time))?.personID
    }

    @Test func turnsChangeAtTheHandoffOfTheZone() throws {
        let line = try line(["L2": ["layers": [layer()]]])
        // Monday 09:00 in Berlin is 08:00Z in winter, and 07:00Z from 30 March on.
        #expect(try who(line, "2025-03-03T07:59:59.999999Z") == nil)
        #expect(try who(line, "2025-03-03T08:00:00Z") == Self.ann)
        #expect(try who(line, "2025-03-10T07:59:59.999999Z") == Self.ann)
        #expect(try who(line, "2025-03-10T08:00:00Z") == Self.bob)
        #expect(try who(line, "2025-03-31T06:59:59Z") == Self.bob)
        #expect(try who(line, "2025-03-31T07:00:00Z") == Self.ann)
    }

    @Test func aHandoffInTheMissingHourHappensAtTheTransition() throws {
        let line = try line(["L2": ["layers": [layer(from: "2025-03-29", handoff: "02:30", every: 1)]]])
        #expect(try who(line, "2025-03-30T00:59:59.999999Z") == Self.ann)
        #expect(try who(line, "2025-03-30T01:00:00Z") == Self.bob)
    }

    @Test func aHandoffInTheRepeatedHourHappensOnceAtItsFirstPass() throws {
        let line = try line(["L2": ["layers": [layer(from: "2025-10-25", handoff: "02:30", every: 1)]]])
        #expect(try who(line, "2025-10-26T00:29:59.999999Z") == Self.ann)
        for time in ["00:30:00Z", "01:29:00Z", "01:30:00Z", "23:00:00Z"] {
            #expect(try who(line, "2025-10-26T\(time)") == Self.bob)
        }
        #expect(try who(line, "2025-10-27T01:30:00Z") == Self.ann)
    }

    @Test func theFirstLayerWithSomebodyHasTheDuty() throws {
        let nights: JSON = ["mon": [["22:00", "06:00"]]]
        let line = try line([
            "L2": ["layers": [layer("night", [Self.cid], hours: nights), layer()]]
        ])
        #expect(try who(line, "2025-06-02T19:59:59Z") == Self.bob)
        #expect(try who(line, "2025-06-02T20:00:00Z") == Self.cid)
        #expect(try who(line, "2025-06-03T03:59:59Z") == Self.cid)
        #expect(try who(line, "2025-06-03T04:00:00Z") == Self.bob)
        #expect(line.primary(.l2, at: try at("2025-06-02T20:00:00Z"))?.source == .layer("night"))
    }

    @Test func anOverrideStandsAboveAllLayersAndForItsPostAlone() throws {
        let override = RotaOverride(
            id: UUID(),
            post: .l2,
            personID: Self.cid,
            period: try at("2025-06-02T10:00:00Z")..<at("2025-06-02T12:00:00Z")
        )
        let line = try line(
            ["L2": ["layers": [layer()]], "L3": ["layers": [layer("other", [Self.ann])]]],
            overrides: [override]
        )
        #expect(try who(line, "2025-06-02T09:59:59.999999Z") == Self.bob)
        #expect(try who(line, "2025-06-02T10:00:00Z") == Self.cid)
        #expect(try who(line, "2025-06-02T12:00:00Z") == Self.bob)
        #expect(try who(line, "2025-06-02T11:00:00Z", .l3) == Self.ann)
    }

    @Test func aLaterVersionCountsFromItsInstantAndAPostItDropsHasNoRota() throws {
        let first = try RotaVersion(
            number: 1,
            effectiveFrom: at("2025-06-01T00:00:00Z"),
            document: ["tz": "UTC", "posts": ["L2": ["layers": [layer()]], "L3": ["layers": [layer()]]]]
        )
        let second = try RotaVersion(
            number: 2,
            effectiveFrom: at("2025-06-05T00:00:00Z"),
            document: ["tz": "UTC", "posts": ["L2": ["layers": [layer("new", [Self.cid])]]]]
        )
        let line = RotaLine(versions: [second, first])
        #expect(try who(line, "2025-05-31T00:00:00Z") == nil)
        #expect(try who(line, "2025-06-04T23:59:59Z") != Self.cid)
        #expect(try who(line, "2025-06-05T00:00:00Z") == Self.cid)
        #expect(try who(line, "2025-06-05T00:00:00Z", .l3) == nil)
        #expect(try !line.covers(.l3, at: at("2025-06-05T00:00:00Z")))
        let stretches = try line.stretches(.l3, in: at("2025-06-01T00:00:00Z")..<at("2025-06-10T00:00:00Z"))
        #expect(try stretches.last?.period.upperBound == at("2025-06-05T00:00:00Z"))
    }

    @Test func theForecastTellsGapsAndPeopleWithTwoPosts() throws {
        let days: JSON = ["mon": [["09:00", "17:00"]]]
        let line = try line([
            "L2": ["layers": [layer(every: 1, hours: days)]],
            "L3": ["layers": [layer("third", [Self.bob], every: 1)]],
            "supervisor": ["layers": [layer("lead", [Self.cid])]],
        ])
        let start = try at("2025-06-02T07:00:00Z")
        let forecast = RotaForecast(line, from: start)
        #expect(forecast.gaps.allSatisfy { $0.post == .l2 })
        #expect(try forecast.gaps.first?.period == at("2025-06-02T15:00:00Z")..<at("2025-06-09T07:00:00Z"))
        #expect(forecast.gaps.count == 13)
        // Ann and Bob have alternate Mondays: Bob's are those on which he has the third level as well.
        #expect(forecast.doubleBookings.allSatisfy { $0.personID == Self.bob && $0.post == .l2 && $0.other == .l3 })
        #expect(forecast.doubleBookings.count == 7)
        #expect(RotaForecast(RotaLine(), from: start).gaps.isEmpty)
    }

    /// 280 rotas around changes of clocks: the engine agrees with a walk along the wall in every minute, and at no instant
    /// has a post two primaries or a stretch that is not its primary's.
    @Test(arguments: 0..<14) func exactlyOnePrimaryAtEveryInstant(place: Int) throws {
        for seed in stride(from: place, to: 280, by: RandomRota.places.count) {
            let rota = RandomRota(seed: UInt64(seed))
            let line = try rota.line()
            let walked = rota.walk()
            #expect(walked.count == RandomRota.minutes)
            for (index, person) in walked.enumerated() {
                let instant = RandomRota.instant(rota.firstMinute + index)
                let found = line.primary(.l2, at: instant)?.personID
                guard found == person else {
                    Issue.record("seed \(seed), \(instant.iso8601) in \(rota.place.zone)")
                    break
                }
            }
            let range = RandomRota.instant(rota.firstMinute)..<RandomRota.instant(rota.firstMinute + RandomRota.minutes)
            let stretches = line.stretches(.l2, in: range)
            #expect(stretches.first?.period.lowerBound == range.lowerBound, "seed \(seed)")
            #expect(stretches.last?.period.upperBound == range.upperBound, "seed \(seed)")
            for (stretch, next) in zip(stretches, stretches.dropFirst()) {
                #expect(
                    stretch.period.upperBound == next.period.lowerBound && stretch.duty != next.duty,
                    "seed \(seed)"
                )
            }
            for stretch in stretches {
                for instant in [stretch.period.lowerBound, stretch.period.upperBound.adding(microseconds: -1)] {
                    #expect(line.primary(.l2, at: instant) == stretch.duty, "seed \(seed) \(instant.iso8601)")
                }
            }
        }
    }

    @Test(arguments: DutyPost.allCases) func aGrantReachesWhatItsLevelAndRoleSay(_ post: DutyPost) {
        for role in Role.allCases {
            for level in 1...4 {
                let wanted: Bool =
                    switch post {
                    case .operationsManager: role == .operationsManager
                    case .supervisor: role == .lead || role == .operationsManager
                    case .l1, .l2, .l3, .l4:
                        [.agent, .lead, .operationsManager].contains(role) && level >= post.level ?? 9
                    }
                #expect(DutyGrant.entitles(role, level: level, to: post) == wanted)
            }
        }
    }
}
