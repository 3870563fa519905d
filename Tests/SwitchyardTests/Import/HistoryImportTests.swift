import BusinessTime
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Switchyard

@Suite(.needsDatabase) struct HistoryImportTests {
    private static func reply(_ at: String, from author: String = "client") -> JSON {
        ["from": author.json, "text": "Please look again.", "occurred_at": at.json]
    }

    @Test func `a case comes with its clocks, verdicts and facts, and tells nobody`() throws {
        let history = try HistoryFixture()
        let file = try history.write([
            history.tenantLine,
            history.caseLine(
                "met",
                ["messages": [Self.reply("2024-05-06T10:30:00Z")], "resolved_at": "2024-05-06T12:00:00Z"]
            ),
            history.caseLine("missed", ["messages": [Self.reply("2024-05-07T10:00:00Z")]]),
            history.caseLine("silent"),
        ])
        let outcome = try history.run(file)
        #expect((outcome.counts.cases, outcome.counts.messages, outcome.counts.bad) == (3, 5, 0))
        let report = try history.report()
        #expect((report.cases, report.answered, report.unanswered, report.excluded) == (3, 2, 1, 0))
        #expect((report.firstReply.p50Seconds, report.firstReply.p90Seconds) == (1_800, 86_400))
        #expect((report.firstReply.met, report.firstReply.missed) == (1, 2))
        #expect((report.resolution.fulfilled, report.resolution.p50Seconds) == (1, 7_200))
        #expect((report.resolution.met, report.resolution.missed) == (1, 2))
        for table in HistoryFixture.Table.telling { #expect(try history.count(table) == 0, "\(table)") }
    }

    @Test func `a reply older than its case is kept, marked, and counted apart`() throws {
        let history = try HistoryFixture()
        let file = try history.write([
            history.tenantLine, history.caseLine("p", ["messages": [Self.reply("2024-05-01T00:00:00Z")]]),
            history.caseLine(
                "both",
                ["messages": [Self.reply("2024-05-01T00:00:00Z"), Self.reply("2024-05-06T10:10:00Z")]]
            ),
        ])
        #expect(try history.run(file).counts.messages == 5)
        let report = try history.report()
        #expect((report.cases, report.answered, report.excluded, report.unanswered) == (2, 1, 1, 0))
        #expect((report.firstReply.fulfilled, report.firstReply.p50Seconds, report.firstReply.missed) == (1, 600, 0))
        let marked = try history.inTenant { tx in
            try tx.query("SELECT count(*) FROM switchyard.message WHERE tenant_id = \(tx.tenantID) AND precedes")
                .first?.column(0, as: Int.self)
        }
        #expect(marked == 2)
    }

    @Test func `a bare date is midnight UTC`() throws {
        let history = try HistoryFixture()
        let file = try history.write([
            history.tenantLine,
            history.caseLine(
                "d",
                ["occurred_at": "2024-05-06", "messages": [Self.reply("2024-05-06T00:00:07Z")]]
            ),
        ])
        _ = try history.run(file)
        #expect(try history.report().firstReply.p50Seconds == 7)
    }

    @Test func `the same file again changes nothing, and a longer one adds what is new`() throws {
        let history = try HistoryFixture()
        let lines = [history.tenantLine] + (0..<5).map { history.caseLine("c\($0)") }
        _ = try history.run(history.write(lines))
        let before = try HistoryFixture.Table.allCases.map { try history.count($0) }
        let again = try history.run(history.write(lines)).counts
        #expect((again.cases, again.known) == (0, 5))
        #expect(try HistoryFixture.Table.allCases.map { try history.count($0) } == before)
        let longer = try history.run(history.write(lines + [history.caseLine("c9")])).counts
        #expect((longer.cases, longer.known) == (1, 5))
        #expect(try history.report().cases == 6)
    }

    @Test(arguments: [2, 150, 200, 201, 202, 350, 400, 401, 402, 430, 431] as [Int64])
    func `an import that dies goes on behind what is committed`(_ deathAtLine: Int64) throws {
        let history = try HistoryFixture()
        let file = try history.write([history.tenantLine] + (0..<430).map { history.caseLine("c\($0)") })
        #expect(throws: (any Error).self) { try history.run(file, closingAfter: deathAtLine) }
        let committed = try history.tenantID() == nil ? 0 : history.count(.ticket)
        #expect(committed % HistoryImport.batchLinesMax == 0)
        #expect(committed <= Int(deathAtLine))
        let counts = try history.run(file).counts
        #expect((counts.cases, counts.known) == (Int64(430 - committed), Int64(committed)))
        #expect(try history.count(.ticket) == 430)
        #expect(try history.report().cases == 430)
    }

    struct BadLine: CustomTestStringConvertible {
        let testDescription: String
        let changes: [String: JSON]
    }

    @Test(arguments: [
        BadLine(testDescription: "unknown field", changes: ["surprise": 1]),
        BadLine(testDescription: "no text", changes: ["text": ""]),
        BadLine(testDescription: "future", changes: ["occurred_at": "2999-01-01"]),
        BadLine(testDescription: "before all calendars", changes: ["occurred_at": "1500-01-01"]),
        BadLine(testDescription: "no instant", changes: ["occurred_at": "yesterday!"]),
        BadLine(testDescription: "unknown channel", changes: ["channel": "pigeon"]),
        BadLine(
            testDescription: "unknown author",
            changes: ["messages": [["from": "cat", "text": "m", "occurred_at": "2024-06-01"]]]
        ),
        BadLine(testDescription: "resolved before opened", changes: ["resolved_at": "2024-05-01"]),
        BadLine(
            testDescription: "customer before opened",
            changes: ["messages": [["from": "customer", "text": "m", "occurred_at": "2024-05-01"]]]
        ),
        BadLine(
            testDescription: "customer after resolved",
            changes: [
                "resolved_at": "2024-05-07",
                "messages": [["from": "customer", "text": "m", "occurred_at": "2024-05-08"]],
            ]
        ),
        BadLine(testDescription: "unknown tenant", changes: ["tenant": "nobody-is-here"]),
    ])
    func `a bad line is told by its number and the rest is taken`(_ line: BadLine) throws {
        let history = try HistoryFixture()
        let lines = [
            history.tenantLine, history.caseLine("a"), history.caseLine("bad", line.changes), history.caseLine("b"),
        ]
        let outcome = try history.run(history.write(lines))
        #expect(outcome.badLines == [3])
        #expect(outcome.reasons.first?.isEmpty == false)
        #expect((outcome.counts.cases, outcome.counts.bad, outcome.counts.lines) == (2, 1, 4))
    }

    @Test func `what is no JSON, too long or empty does not stop it`() throws {
        let history = try HistoryFixture()
        let good = history.caseLine("a").serialized()
        let long = String(repeating: "x", count: HistoryFile.lineBytesMax + 10)
        let text = [history.tenantLine.serialized(), "{", "", long, good + "\r", "\u{FF}"].joined(separator: "\n")
        let outcome = try history.run(history.write(text: text))
        #expect(outcome.badLines == [2, 4, 6])
        #expect(outcome.counts.cases == 1)
    }

    @Test func `secrets are taken out, and nobody is warned of it now`() throws {
        let history = try HistoryFixture()
        let seed = "legal winner thank year wave sausage worth useful legal winner thank yellow"
        let file = try history.write([
            history.tenantLine, history.caseLine("s", ["text": .string("My words: \(seed)")]),
        ])
        _ = try history.run(file)
        let texts = try history.inTenant { tx in
            let ticket: UUID? = try tx.query("SELECT id FROM switchyard.ticket WHERE tenant_id = \(tx.tenantID)").first?
                .column(0)
            return try Message.page(of: #require(ticket), after: nil, limit: 10, in: tx).map(\.text)
        }
        #expect(texts.count == 1)
        #expect(texts.first?.contains("sausage") == false)
        #expect(try history.count(.delivery) == 0)
    }

    @Test(
        arguments: [
            ("/id", ["id": "card 4111 1111 1111 1111"]), ("/customer/id", ["customer": ["id": "my OTP is 482913"]]),
            ("/tier", ["tier": "seed code 482913"]),
        ] as [(String, [String: JSON])]
    )
    func `a line with a secret in a name is a bad line that says where`(
        _ pointer: String,
        _ change: [String: JSON]
    ) throws {
        let history = try HistoryFixture()
        let outcome = try history.run(history.write([history.tenantLine, history.caseLine("s", change)]))
        #expect(outcome.badLines == [2])
        #expect(outcome.reasons.first?.contains(pointer) == true, "\(outcome.reasons)")
        #expect(try history.count(.customer) == 0)
    }

    @Test func `a tenant that has another calendar is not measured by a second one`() throws {
        var history = try HistoryFixture()
        let file = try history.write([history.tenantLine, history.caseLine("a")])
        _ = try history.run(file)
        history.options.policy = ["targets": ["first_reply": 60]]
        #expect(throws: ImportRefusal.self) { try history.run(file) }
    }

    @Test func `a live message on an imported case rings for what is to come, not for what was`() throws {
        let history = try HistoryFixture()
        _ = try history.run(history.write([history.tenantLine, history.caseLine("live")]))
        let message = try IntakeRequest([
            "customer": ["id": "customer-live"], "text": "Still nothing!", "thread": "live",
        ])
        let answer = try history.inTenant(.intake) { try Intake.receive(message, key: nil, in: $0) }
        #expect(answer.body["new_case"] == false)
        #expect(try history.count(.ticket) == 1)
        #expect(try history.count(.slaTimer) == 0)
        let due = try history.inTenant(.worker) { tx in
            var file = try CaseFile.open(answer.body.uuid("id"), in: tx)
            return try file.takeDueSteps()
        }
        #expect(due == 0)
    }

    @Test func `a batch can be undone, but for what people have worked on, and imported again`() throws {
        let history = try HistoryFixture()
        let file = try history.write([history.tenantLine] + (0..<7).map { history.caseLine("c\($0)") })
        _ = try history.run(file)
        let message = try IntakeRequest(["customer": ["id": "customer-c3"], "text": "Still nothing!", "thread": "c3"])
        _ = try history.inTenant(.intake) { try Intake.receive(message, key: nil, in: $0) }
        let batch = try #require(try history.inTenant { try HistoryImport.batches(in: $0) }.first)
        let tenant = try #require(try history.tenantID())
        try history.setAlarms(tenant)
        #expect(try history.count(.slaTimer) == 7)
        let undone = try history.database.withConnection(.api) { connection in
            try HistoryImport.undo(batch.id, tenant: tenant, deployment: history.deployment, on: connection)
        }
        #expect(undone == HistoryImport.Undone(cases: 6, customers: 6, kept: 1))
        #expect(try history.count(.ticket) == 1)
        #expect(try history.count(.customer) == 1)
        #expect(try history.count(.event) == 2)
        #expect(try history.count(.slaTimer) == 1)
        #expect(try history.report().cases == 1)
        let again = try history.run(file).counts
        #expect((again.cases, again.known) == (6, 1))
    }
}
