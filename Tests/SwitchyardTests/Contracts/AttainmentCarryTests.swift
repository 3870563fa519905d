import BusinessTime
import TestSupport
import Testing

@testable import Switchyard

/// X6: what is too little to be judged waits for the next month.
@Suite(.needsDatabase) struct AttainmentCarryTests {
    private static func target(_ minimum: Int64, percent: Int64 = 5000) -> JSON {
        ["name": "t", "metric": "first_reply", "percent_bp": percent.json, "minimum_volume": minimum.json]
    }

    /// So many cases met and missed in each month from January 2026 on; the clock ends in the month after.
    private static func desk(_ minimum: Int64, months: [(met: Int, missed: Int)]) throws -> ContractDesk {
        let desk = try ContractDesk("2026-01-05T10:00:00Z", targets: [target(minimum)])
        for (index, month) in months.enumerated() {
            try desk.moveTo("2026-0\(index + 1)-05T10:00:00Z")
            for _ in 0..<month.met { try desk.open(answeredAfter: 60) }
            for _ in 0..<month.missed { try desk.open(answeredAfter: 7_200) }
        }
        try desk.moveTo("2026-0\(months.count + 1)-05T10:00:00Z")
        return desk
    }

    @Test func `months too small add up until they are enough, and then begin anew`() throws {
        let desk = try Self.desk(3, months: [(1, 0), (0, 1), (0, 1), (1, 1), (0, 2)])
        let lines = try (1...5).map { try desk.line("2026-0\($0)") }
        #expect(lines.map(\.counts.raw) == [.init(1, 0), .init(0, 1), .init(0, 1), .init(1, 1), .init(0, 2)])
        #expect(lines.map(\.raw) == [.init(1, 0), .init(1, 1), .init(1, 2), .init(1, 1), .init(1, 3)])
        #expect(lines.map(\.verdict) == [.tooSmall, .tooSmall, .missed, .tooSmall, .missed])
        #expect(lines.map { $0.carried?.from.description } == [nil, "2026-01", "2026-01", nil, "2026-04"])
    }

    @Test func `a month with enough of its own takes what was left and leaves nothing`() throws {
        let desk = try Self.desk(2, months: [(0, 1), (2, 0), (1, 0)])
        let lines = try (1...3).map { try desk.line("2026-0\($0)") }
        #expect(lines.map(\.raw) == [.init(0, 1), .init(2, 1), .init(1, 0)])
        #expect(lines.map(\.verdict) == [.tooSmall, .reached, .tooSmall])
        #expect(lines[2].carried == nil)
    }

    @Test func `an empty month passes on what it was given`() throws {
        let desk = try Self.desk(2, months: [(1, 0), (0, 0), (1, 0)])
        let lines = try (1...3).map { try desk.line("2026-0\($0)") }
        #expect(lines.map(\.raw) == [.init(1, 0), .init(1, 0), .init(2, 0)])
        #expect(lines.map(\.verdict) == [.tooSmall, .tooSmall, .reached])
    }

    @Test func `nothing at all is too small, even for a promise without a minimum`() throws {
        let desk = try Self.desk(1, months: [(0, 0)])
        #expect(try desk.line("2026-01").verdict == .tooSmall)
    }

    @Test func `nothing is carried into other terms`() throws {
        let desk = try Self.desk(3, months: [(1, 0)])
        try desk.publish([Self.target(3, percent: 9000)], from: "2026-02")
        try desk.open(answeredAfter: 60)
        let february = try desk.line("2026-02")
        #expect((february.carried, february.raw) == (nil, .init(1, 0)))
        #expect(try desk.line("2026-01").target.percentBasisPoints == 5000)
    }
}
