import BusinessTime
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Switchyard

/// Closed clocks counted by another version of the policies (`spec/sla.md C3`).
@Suite(.needsDatabase) struct RestatementTests {
    private static let hour: JSON = ["targets": ["first_reply": 3_600]]
    private static let week = (from: "2026-05-04T00:00:00Z", until: "2026-05-06T00:00:00Z")

    /// One case answered after a minute, one after two hours, under a target of one hour: 1 of 2.
    private func measured(_ targets: [JSON] = [ContractDesk.firstReply]) throws -> ContractDesk {
        let desk = try ContractDesk(targets: targets) { $0.policy = Self.hour }
        try desk.open(answeredAfter: 60)
        try desk.open(answeredAfter: 7_200)
        try desk.moveTo("2026-05-06T00:00:00Z")
        return desk
    }

    struct Version: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let targets: JSON
        let after: VerdictCounts
    }

    @Test(arguments: [
        Version(testDescription: "longer", targets: ["first_reply": 10_800], after: .init(2, 0)),
        Version(testDescription: "shorter", targets: ["first_reply": 30], after: .init(0, 2)),
        Version(testDescription: "promises nothing of it", targets: ["resolution": 3_600], after: .none),
        Version(testDescription: "the same", targets: ["first_reply": 3_600], after: .init(1, 1)),
    ])
    func `C3: what is approved is a new revision, and the earlier one still says what was measured`(
        _ version: Version
    ) throws {
        let desk = try measured()
        #expect(try desk.line("2026-05").raw == .init(1, 1))
        let restatement = try desk.restate(by: ["targets": version.targets])
        #expect((restatement.state, restatement.revision) == (.approved, 1))
        #expect(try desk.report("2026-05", rollingUp: false).isComplete == false)
        let report = try desk.report("2026-05")
        #expect((report.isComplete, report.revision, report.restatements.map(\.id)) == (true, 1, [restatement.id]))
        #expect(report.lines[0].raw == version.after)
        let measured = try desk.report("2026-05", revision: 0)
        #expect((measured.revision, measured.restatements, measured.lines[0].raw) == (0, [], .init(1, 1)))
    }

    @Test func `C3: the clocks themselves stay what they were`() throws {
        let desk = try ContractDesk { $0.policy = Self.hour }
        let ticket = try desk.open(answeredAfter: 7_200)
        try desk.moveTo("2026-05-06T00:00:00Z")
        let before = try desk.act(ticket) { $0.cycles }
        try desk.restate(by: ["targets": ["first_reply": 10_800]])
        #expect(try desk.line("2026-05").raw == .init(1, 0))
        try desk.act(ticket) {
            let rebuilt = Set(try $0.clocks().cycles.map(StoredCycle.init))
            #expect($0.cycles == before)
            #expect(rebuilt == Set(before))
        }
    }

    @Test func `until somebody else approves nothing is counted otherwise`() throws {
        let desk = try measured()
        let waiting = try desk.proposeRestatement(by: ["targets": ["first_reply": 10_800]])
        let report = try desk.report("2026-05")
        #expect((report.revision, report.lines[0].raw) == (0, .init(1, 1)))
        let declined = try desk.decide(waiting, approved: false)
        #expect((declined.state, declined.revision) == (.declined, nil))
        #expect(throws: DomainError(.conflict, "already_declined")) { try desk.decide(waiting, approved: true) }
        #expect(try desk.line("2026-05").raw == .init(1, 1))
        #expect(throws: DomainError.field("?revision", .outOfRange, ["min": "0", "max": "0"])) {
            try desk.report("2026-05", revision: 1)
        }
    }

    @Test func `a verdict outside of the period is left alone, and one in it stays in its month`() throws {
        let desk = try ContractDesk("2026-05-31T22:00:00Z")
        try desk.open(answeredAfter: 9_000)  // missed at 23:00; under three hours met in June
        try desk.moveTo("2026-05-31T23:30:00Z")
        try desk.open(answeredAfter: 7_200)  // missed in June, though the case is of May
        try desk.moveTo("2026-06-01T10:00:00Z")
        try desk.open(answeredAfter: 7_200)  // missed in June
        try desk.moveTo("2026-06-03T00:00:00Z")
        try desk.restate(
            by: ["targets": ["first_reply": 10_800]],
            from: "2026-05-01T00:00:00Z",
            until: "2026-06-01T00:00:00Z"
        )
        #expect(try desk.line("2026-05").raw == .init(1, 0))
        let june = try desk.report("2026-06")
        #expect((june.lines[0].raw, june.restatements) == (.init(0, 2), []))
    }

    @Test func `a contact is restated in the month of its arrival, whenever its verdict was final`() throws {
        let chats: JSON = ["name": "Chats", "metric": "answer", "percent_bp": 8_000]
        let desk = try ContractDesk("2026-05-31T23:59:50Z", targets: [chats]) {
            $0.policy = ["targets": ["answer": 20]]
        }
        try desk.open(answeredAfter: 60) { $0.channel = "chat" }  // arrived in May, missed in June
        try desk.moveTo("2026-06-01T00:00:05Z")
        try desk.open(answeredAfter: 60) { $0.channel = "chat" }
        try desk.moveTo("2026-06-03T00:00:00Z")
        try desk.restate(
            by: ["targets": ["answer": 3_600]],
            from: "2026-05-01T00:00:00Z",
            until: "2026-06-01T00:00:00Z"
        )
        #expect(try desk.line("2026-05").raw == .init(1, 0))
        #expect(try desk.line("2026-06").raw == .init(0, 1))
    }

    @Test func `a clock that still runs is no matter of a restatement, breached or not`() throws {
        let desk = try ContractDesk()
        let late = try desk.open()
        try desk.moveTo("2026-05-06T00:00:00Z")
        try desk.restate(by: ["targets": ["first_reply": 604_800]])
        #expect(try desk.line("2026-05").raw == .init(0, 1))
        // Answered it is closed, and its verdict lies in the period.
        try desk.reply(late)
        #expect(try desk.line("2026-05").raw == .init(1, 0))
        #expect(try desk.report("2026-05", revision: 0).lines[0].raw == .init(0, 1))
    }

    @Test func `a later restatement follows an earlier one, and undoes it by naming the first version`() throws {
        let desk = try measured()
        try desk.restate(by: ["targets": ["first_reply": 10_800]])
        let back = try desk.restate(byVersion: 1)
        #expect(back.revision == 2)
        let counts = try (0...2).map { try desk.report("2026-05", revision: $0).lines[0].raw }
        #expect(counts == [.init(1, 1), .init(2, 0), .init(1, 1)])
    }

    @Test func `a threshold of the contract's own has one row, because the policy's target does not decide it`() throws
    {
        let own: JSON = ["name": "Own", "metric": "first_reply", "percent_bp": 5_000, "within_seconds": 600]
        let desk = try measured([own])
        try desk.restate(by: ["targets": ["first_reply": 10_800]])
        #expect(try desk.line("2026-05").raw == .init(1, 1))
        let rows: [Int64] = try desk.tenant.asAdmin { admin in
            try admin.query(
                """
                SELECT threshold_seconds FROM switchyard.fact_cycle WHERE tenant_id = \(desk.tenant.tenantID)
                ORDER BY threshold_seconds
                """
            ).map { try $0.column(0) }
        }
        #expect(rows == [0, 0, 0, 600, 600])
    }

    @Test func `a metric that the version promises anew is counted from its revision on`() throws {
        let resolution: JSON = ["name": "Resolution", "metric": "resolution", "percent_bp": 5_000]
        let desk = try ContractDesk(targets: [resolution]) { $0.policy = Self.hour }
        let ticket = try desk.open(answeredAfter: 60)
        desk.clock.advance(seconds: 600)
        try desk.act(ticket) { try $0.resolve() }
        try desk.moveTo("2026-05-06T00:00:00Z")
        #expect(try desk.line("2026-05").raw == .none)
        try desk.restate(by: ["targets": ["resolution": 3_600]])
        #expect(try desk.line("2026-05").raw == .init(1, 0))
        #expect(try desk.report("2026-05", revision: 0).lines[0].raw == .none)
    }

    @Test func `the clocks of a figure are listed by revision too`() throws {
        let desk = try measured()
        try desk.restate(by: ["targets": ["first_reply": 10_800]])
        try desk.rollUp()
        let month = try #require(CivilMonth(iso8601: "2026-05"))
        let outcomes = try [0, 1].map { revision in
            try desk.tenant.transaction(as: desk.tenant.tenantAdmin.actor) {
                try AttainmentClock.page(
                    of: "First reply",
                    in: month,
                    revision: revision,
                    after: nil,
                    limit: 10,
                    in: $0
                )
            }.map(\.outcome).sorted()
        }
        #expect(outcomes == [["met", "missed"], ["met", "met"]])
    }

    @Test func `two sides, two persons`() throws {
        let desk = try measured()
        let proposal = try Restatement.Proposal(Self.body(version: 1))
        #expect(throws: DomainError(.forbidden, "supervisor_required")) {
            try desk.tenant.transaction(as: desk.tenant.agent().actor) { try Restatement.propose(proposal, in: $0) }
        }
        let waiting = try desk.proposeRestatement(byVersion: 1)
        #expect(throws: DomainError(.forbidden, "client_required")) {
            try desk.decide(waiting, approved: true, as: desk.tenant.lead(2).actor)
        }
        try desk.decide(waiting, approved: true)
        #expect(throws: DomainError(.conflict, "already_approved")) {
            try desk.tenant.transaction(as: desk.tenant.lead().actor) {
                try Restatement.withdraw(waiting.id, note: nil, in: $0)
            }
        }
        let taken = try desk.proposeRestatement(byVersion: 1)
        let withdrawn = try desk.tenant.transaction(as: desk.tenant.lead().actor) {
            try Restatement.withdraw(taken.id, note: "A mistake", in: $0)
        }
        #expect(withdrawn.acts.map(\.state) == [.proposed, .withdrawn])
    }

    struct Refused: Sendable, CustomTestStringConvertible {
        let version: Int
        let until: String
        let error: DomainError
        var testDescription: String { error.fields.first?.pointer ?? "" }
    }

    @Test(arguments: [
        Refused(version: 7, until: "2026-05-06T00:00:00Z", error: .field("/policy_version", .unknown)),
        Refused(
            version: 1,
            until: "2026-05-06T00:00:01Z",
            error: .field("/until", .outOfRange, ["max": "2026-05-06T00:00:00Z"])
        ),
    ])
    func `an unknown version and a period that is not over are refused`(_ refused: Refused) throws {
        let desk = try measured()
        #expect(throws: refused.error) {
            try desk.proposeRestatement(byVersion: refused.version, until: refused.until)
        }
    }

    fileprivate static func body(version: Int, from: String = week.from, until: String = week.until) -> JSON {
        ["policy_version": version.json, "from": from.json, "until": until.json, "reason": "The contract was amended"]
    }
}

extension ContractDesk {
    @discardableResult
    fileprivate func proposeRestatement(
        byVersion version: Int,
        from: String = "2026-05-04T00:00:00Z",
        until: String = "2026-05-06T00:00:00Z"
    ) throws -> Restatement {
        let proposal = try Restatement.Proposal(RestatementTests.body(version: version, from: from, until: until))
        return try tenant.transaction(as: tenant.lead().actor) { try Restatement.propose(proposal, in: $0) }
    }

    fileprivate func proposeRestatement(by policy: JSON) throws -> Restatement {
        try proposeRestatement(byVersion: tenant.publish(.policy, policy).version)
    }

    @discardableResult
    fileprivate func decide(_ restatement: Restatement, approved: Bool, as actor: Actor? = nil) throws -> Restatement {
        try tenant.transaction(as: actor ?? tenant.tenantAdmin.actor) {
            try Restatement.decide(restatement.id, approved: approved, note: nil, in: $0)
        }
    }

    /// Proposed and approved.
    @discardableResult
    fileprivate func restate(
        by policy: JSON? = nil,
        byVersion version: Int? = nil,
        from: String = "2026-05-04T00:00:00Z",
        until: String = "2026-05-06T00:00:00Z"
    ) throws -> Restatement {
        let number = try policy.map { try tenant.publish(.policy, $0).version } ?? version ?? 1
        return try decide(proposeRestatement(byVersion: number, from: from, until: until), approved: true)
    }
}
