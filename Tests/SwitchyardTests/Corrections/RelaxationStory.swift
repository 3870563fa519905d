import BusinessTime
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Switchyard

/// A case told twice: as acts on the database with the worker coming by in time, and as a story for `sla replay`.
struct RelaxationStory: CustomTestStringConvertible {
    enum Act {
        case prioritise(TicketPriority)
        /// Proposed by the agent and approved by the lead at once.
        case correct(TicketPriority)
        case reply
        /// The last reply never arrived.
        case replyFailed
        case resolve
        case reopen

        var isReply: Bool {
            if case .reply = self { return true }
            return false
        }
    }

    let testDescription: String
    let acts: [(second: Int64, act: Act)]
    var end: Int64 = 20_000

    private static let seconds: [SLAMetric: [String: Int64]] = [
        .firstReply: ["default": 3600, "P1": 1800, "P2": 4500, "P4": 14_400],
        .resolution: ["default": 7200, "P1": 3600, "P2": 7200, "P4": 86_400],
    ]

    private static var targets: JSON {
        var targets: JSONObject = [:]
        for (metric, table) in seconds {
            var members: JSONObject = [:]
            for (priority, value) in table { members[priority] = .integer(value) }
            targets[metric.rawValue] = .object(members)
        }
        return .object(targets)
    }

    /// The database's case, as it is at the end.
    func live() throws -> ClockedCase {
        let story = try ClockedCase { $0.policy = ["targets": Self.targets] }
        var replied: UUID?
        for (second, act) in acts {
            try serve(story, until: second)
            story.moveTo(second)
            switch act {
            case .prioritise(let priority):
                try story.act(as: story.fixture.lead(4).actor) { try $0.setPriority(priority, reason: "As agreed") }
            case .correct(let priority):
                let correction = try story.act(as: story.fixture.agent(4).actor) {
                    try $0.proposeCorrection(to: priority, reason: "Read wrongly")
                }
                _ = try story.act(as: story.fixture.lead(4).actor) {
                    try $0.decideCorrection(correction.id, approved: true, note: nil)
                }
            case .reply:
                replied = try story.act(as: story.fixture.agent(4).actor) { try $0.reply("Hello", status: nil) }
            case .replyFailed:
                let message = try #require(replied)
                try story.act(as: .worker) {
                    try $0.record(.replyFailed, ["message_id": message.json, "code": "smtp_550"])
                }
            case .resolve: try story.act(as: story.fixture.agent(4).actor) { try $0.resolve() }
            case .reopen: try story.act(as: story.fixture.agent(4).actor) { try $0.reopen() }
            }
        }
        try serve(story, until: end)
        story.moveTo(end)
        return story
    }

    /// The worker comes whenever the alarm rings.
    private func serve(_ story: ClockedCase, until second: Int64) throws {
        for _ in 0..<200 {
            guard let alarm = try story.alarm(), alarm < second else { return }
            // A breach is recorded past its instant, a microsecond after the whole second.
            story.moveTo(alarm + 1)
            try story.wake()
        }
    }

    /// `sla replay`'s answer to the same story.
    func told() throws -> JSON {
        var events: [JSON] = [.array([Self.at(0), "customer_message"])]
        for (place, (second, act)) in acts.enumerated() {
            switch act {
            case .prioritise(let priority): events.append([Self.at(second), "target_changed", Self.targets(priority)])
            case .correct(let priority):
                guard case .object(var argument) = Self.targets(priority) else { continue }
                argument["approved_by"] = "lead"
                events.append([Self.at(second), "target_corrected", .object(argument)])
            case .reply: events.append([Self.at(second), "public_reply", .string("reply \(place)")])
            case .replyFailed:
                guard let reply = acts[..<place].lastIndex(where: \.act.isReply) else { continue }
                events.append([Self.at(second), "send_failed_finally", .string("reply \(reply)")])
            case .resolve: events.append([Self.at(second), "resolved"])
            case .reopen: events.append([Self.at(second), "reopened"])
            }
        }
        events.append([Self.at(end), "internal_note"])
        let document: JSON = [
            "calendars": ["C": ["tz": "UTC", "always_open": true]],
            "scenarios": [
                ["id": "s", "calendar": "C", "policy": ["targets": Self.targets], "events": .array(events)]
            ],
        ]
        let lines = SLAReplay.run(document.serialized())
        return try JSONParser.parse(Array(try #require(lines.first).utf8), limits: .stored)
    }

    private static func at(_ second: Int64) -> JSON { .string(ClockedCase.at(second).iso8601) }

    private static func targets(_ priority: TicketPriority) -> JSON {
        var targets: JSONObject = [:]
        for (metric, table) in seconds {
            targets[metric.rawValue] = (table[priority.name] ?? table["default"]).map(JSON.integer) ?? .null
        }
        return .object(targets)
    }
}
