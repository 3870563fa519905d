import BusinessTime
import Foundation
import Postgres
import Switchyard
import SwitchyardWorker
import TestSupport
import Testing

/// Each thing that is done to many cases, and how it is taken back: counted, run, cancelled and undone like all the others.
@Suite(.needsDatabase) struct BulkVerbTests {
    let fixture: WorkerFixture
    let tenant: TenantFixture
    let lead: TenantFixture.Member
    /// Another lead than the one who asks.
    let other: TenantFixture.Member

    init() throws {
        fixture = try WorkerFixture()
        tenant = try fixture.queue.tenant()
        (lead, other) = (tenant.lead(), tenant.lead(2))
    }

    /// Newest first, as an act goes.
    private func open(_ count: Int) throws -> [UUID] {
        try (0..<count).map { _ in
            fixture.clock.advance(seconds: 1)
            return try tenant.openTicket()
        }.reversed()
    }

    private func asLead<Value>(_ body: (TenantTransaction) throws -> Value) throws -> Value {
        try tenant.transaction(as: lead.actor, body)
    }

    private func start(_ wish: JSON) throws -> UUID {
        let order = try BulkOrder(["filter": ["level": ["L1", "L2"]], "act": wish])
        return try asLead { try BulkAct.start(order, in: $0) }.id
    }

    private func run() throws {
        _ = try fixture.queue.queue()
        try fixture.runDry(fixture.jobLane(RecordingCarrier()))
    }

    private func undo(_ act: UUID) throws {
        _ = try tenant.transaction(as: other.actor) {
            try BulkAct.undo(act, reason: "A mistake", ifRevision: nil, in: $0)
        }
        try run()
    }

    private func results(_ act: UUID) throws -> [BulkActCase] {
        try asLead { try BulkActCase.page(of: act, state: nil, after: 0, limit: 100, in: $0) }
    }

    private func states(_ act: UUID) throws -> [BulkActCase.State] { try results(act).map(\.state) }

    private func file<Value>(_ ticket: UUID, _ read: (CaseFile) throws -> Value) throws -> Value {
        try tenant.transaction(as: .worker) { try read(CaseFile.read(ticket, in: $0)) }
    }

    private func statuses(_ tickets: [UUID]) throws -> [TicketStatus] {
        try tickets.map { try file($0) { $0.ticket.status } }
    }

    private func act(on ticket: UUID, as member: TenantFixture.Member, _ act: (inout CaseFile) throws -> Void) throws {
        try tenant.transaction(as: member.actor) { tx in
            var file = try CaseFile.open(ticket, in: tx)
            try act(&file)
            try file.save()
        }
    }

    private func solution(_ ticket: UUID) throws -> String? {
        try asLead { try Solution.versions(of: ticket, before: nil, limit: 1, in: $0) }.first?.text
    }

    private func offers() throws -> Int { try fixture.queue.count("switchyard.handover_offer") }

    private static let waiting: JSON = ["status": ["status": "waiting_third_party"]]

    @Test func aStatusIsSetAndWhatNobodyHasSetSinceGoesBack() throws {
        let tickets = try open(5)
        try act(on: tickets[0], as: lead) { try $0.setStatus(.waitingClient) }
        try act(on: tickets[1], as: lead) { try $0.setStatus(.waitingThirdParty) }
        let act = try start(Self.waiting)
        try run()
        #expect(try states(act) == [.done, .unchanged, .done, .done, .done])
        #expect(try statuses(tickets) == Array(repeating: .waitingThirdParty, count: 5))
        try self.act(on: tickets[2], as: lead) { try $0.resolve() }
        // There and back is a decision too.
        try self.act(on: tickets[3], as: lead) { try $0.setStatus(.open) }
        try self.act(on: tickets[3], as: lead) { try $0.setStatus(.waitingThirdParty) }
        try undo(act)
        #expect(try states(act) == [.undone, .unchanged, .kept, .kept, .undone])
        // One that was new stays open: somebody has looked at it.
        #expect(
            try statuses(tickets) == [.waitingClient, .waitingThirdParty, .resolved, .waitingThirdParty, .open]
        )
    }

    @Test func aStatusThatACaseCannotHaveIsItsResult() throws {
        let tickets = try open(2)
        try act(on: tickets[0], as: lead) { _ = try $0.reply("On its way.") }
        let act = try start(["status": ["status": "waiting_customer"]])
        try run()
        #expect(try results(act).map(\.code) == [nil, "customer_not_answered"])
        #expect(try statuses(tickets) == [.waitingCustomer, .new])
    }

    @Test func casesAreOfferedToALevelAndWhatNobodyTookIsWithdrawn() throws {
        let tickets = try open(4)
        try tenant.asAdmin { _ = try $0.execute("UPDATE switchyard.ticket SET level = 2 WHERE id = \(tickets[3])") }
        let act = try start(["handover": ["level": "L2", "note": "All of one wallet"]])
        try run()
        // What is there already is not offered.
        #expect(try states(act) == [.done, .done, .done, .unchanged])
        #expect(try offers() == 3)
        let proposal = try file(tickets[0]) { $0.events.last { $0.kind == .handoverProposed } }
        #expect(proposal?.body["note"] == "All of one wallet" && proposal?.body["bulk_act_id"] == act.json)
        #expect(try results(act)[0].sequence == proposal?.sequence)
        try self.act(on: tickets[0], as: tenant.agent(2)) { try $0.acceptHandover() }
        try self.act(on: tickets[1], as: lead) { try $0.returnHandover(note: "Not this one") }
        try undo(act)
        #expect(try states(act) == [.kept, .kept, .undone, .unchanged])
        #expect(try offers() == 0)
        #expect(try file(tickets[0]) { $0.ticket.level } == 2)
        let withdrawn = try file(tickets[2]) { $0.events.last { $0.kind == .handoverReturned } }
        #expect(withdrawn?.body["note"] == "A mistake" && withdrawn?.actorID == other.personID)
    }

    /// The entry that ends an older offer is not the one that the act made.
    @Test func anOfferBesideOneThatHasExpiredIsTheOneThatIsUndone() throws {
        let tickets = try open(1)
        let proposal = CaseFile.HandoverProposal(level: 2, note: "First", openSeconds: 60)
        try act(on: tickets[0], as: lead) { try $0.proposeHandover(proposal) }
        fixture.clock.advance(seconds: 60)
        let act = try start(["handover": ["level": "L2", "note": "Second"]])
        // Before anybody else finds that the first is over.
        #expect(try asLead { try BulkAct.runOnce(act, in: $0) } == .over)
        let entry = try file(tickets[0]) { $0.events.last { $0.kind == .handoverProposed } }
        #expect(try results(act).map(\.sequence) == [entry?.sequence])
        try undo(act)
        #expect(try states(act) == [.undone])
        #expect(try offers() == 0)
    }

    @Test func whereNobodyCouldAcceptNothingBegins() throws {
        _ = try open(1)
        let nobody = UUID()
        for (member, code) in [("person_id", FieldError.Code.unknown), ("team_id", .notEntitled)] {
            let wish: JSON = ["handover": .object(["level": "L2", "note": "x", member: nobody.json])]
            #expect(throws: DomainError.field("/act/handover/\(member)", code)) { try start(wish) }
        }
    }

    @Test func aSolutionIsWrittenDownAndTheOneBeforeItComesBack() throws {
        let tickets = try open(4)
        for ticket in [tickets[0], tickets[1]] { try act(on: ticket, as: lead) { _ = try $0.recordSolution("Older") } }
        try act(on: tickets[3], as: lead) { _ = try $0.recordSolution("The node was behind.") }
        let act = try start(["solution": ["text": "The node was behind."]])
        try run()
        #expect(try states(act) == [.done, .done, .done, .unchanged])
        #expect(try tickets.map(solution) == Array(repeating: "The node was behind.", count: 4))
        try self.act(on: tickets[1], as: lead) { _ = try $0.recordSolution("Better") }
        try undo(act)
        #expect(try states(act) == [.undone, .kept, .undoRefused, .unchanged])
        #expect(try results(act)[2].code == "first_solution_stays")
        #expect(try tickets.map(solution) == ["Older", "Better", "The node was behind.", "The node was behind."])
    }

    @Test(
        arguments: [
            waiting, ["handover": ["level": "L2", "note": "All of one wallet"]],
            ["solution": ["text": "The node was behind."]],
        ] as [JSON]
    )
    func cancellingTakesHoldBetweenBatches(wish: JSON) throws {
        _ = try open(3)
        let filter: JSON = ["level": ["L1"]]
        #expect(try asLead { try BulkAct.preview(filter, in: $0) }.count == 3)
        let act = try start(wish)
        _ = try asLead { try BulkAct.runOnce(act, limit: 1, in: $0) }
        _ = try asLead { try BulkAct.cancel(act, ifRevision: nil, in: $0) }
        try run()
        #expect(try states(act) == [.done, .cancelled, .cancelled])
    }

    /// What is stored is read again as it was meant, and secrets are not among it.
    @Test(
        arguments: [
            ["handover": ["level": "L3", "note": "n", "open_seconds": 600]], waiting,
            ["solution": ["text": "s", "category": "wallet"]], ["solution": ["text": "s"]],
        ] as [JSON]
    )
    func aWishIsReadAgainAsItWasWritten(wish: JSON) throws {
        #expect(BulkWish.schema.validate(wish).isEmpty)
        #expect(try BulkWish(wish).json == wish)
        #expect(try BulkWish(BulkWish(wish).json) == BulkWish(wish))
    }
}
