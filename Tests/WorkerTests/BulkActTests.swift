import BusinessTime
import Foundation
import Postgres
import Switchyard
import SwitchyardWorker
import TestSupport
import Testing

/// One act on many cases, from its start to its undoing.
@Suite(.needsDatabase) struct BulkActTests {
    static let urgent: JSON = ["priority": ["priority": "P1", "reason": "The chain has halted"]]

    let fixture: WorkerFixture
    let tenant: TenantFixture
    let lead: TenantFixture.Member

    init() throws {
        fixture = try WorkerFixture()
        tenant = try fixture.queue.tenant()
        lead = tenant.lead()
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

    private func start(_ wish: JSON, filter: JSON = ["status": ["new", "open"]]) throws -> UUID {
        let order = try BulkOrder(["filter": filter, "act": wish])
        return try asLead { try BulkAct.start(order, in: $0) }.id
    }

    /// Another lead than the one who asked for it.
    private var other: TenantFixture.Member { tenant.lead(2) }

    private func undo(_ act: UUID) throws {
        _ = try tenant.transaction(as: other.actor) {
            try BulkAct.undo(act, reason: "A mistake", ifRevision: nil, in: $0)
        }
    }

    private func run() throws {
        _ = try fixture.queue.queue()
        try fixture.runDry(fixture.jobLane(RecordingCarrier()))
    }

    private func stored(_ act: UUID) throws -> BulkAct { try asLead { try BulkAct.find(act, in: $0) } }

    private func states(_ act: UUID) throws -> [BulkActCase.State] { try results(act).map(\.state) }

    private func results(_ act: UUID) throws -> [BulkActCase] {
        try asLead { try BulkActCase.page(of: act, state: nil, after: 0, limit: 100, in: $0) }
    }

    private func file<Value>(_ ticket: UUID, _ read: (CaseFile) throws -> Value) throws -> Value {
        try tenant.transaction(as: .worker) { try read(CaseFile.read(ticket, in: $0)) }
    }

    private func priorities(_ tickets: [UUID]) throws -> [String] {
        try tickets.map { try file($0) { $0.ticket.priority.name } }
    }

    private func act(on ticket: UUID, _ act: (inout CaseFile) throws -> Void) throws {
        try tenant.transaction(as: lead.actor) { tx in
            var file = try CaseFile.open(ticket, in: tx)
            try act(&file)
            try file.save()
        }
    }

    @Test func eachCaseIsActedOnOnceByWhoeverAskedAndItsLogNamesTheAct() throws {
        let tickets = try open(3)
        let act = try start(BulkActTests.urgent)
        #expect(try priorities(tickets) == ["P3", "P3", "P3"])
        try run()
        #expect(try priorities(tickets) == ["P1", "P1", "P1"])
        let results = try results(act)
        #expect(results.map(\.ticketID) == tickets && results.map(\.position) == [1, 2, 3])
        #expect(results.allSatisfy { $0.state == .done && $0.code == nil })
        for result in results {
            let entry = try file(result.ticketID) { $0.events.first { $0.sequence == result.sequence } }
            #expect(entry?.kind == .priorityChanged && entry?.actorID == lead.personID)
            #expect(entry?.body["bulk_act_id"] == act.json)
        }
        let over = try stored(act)
        #expect(over.state == .finished && over.stopped == nil && over.finishedAt == fixture.clock.now)
        #expect(try fixture.queue.count("switchyard.job WHERE kind = 'bulk_act'") == 0)
        #expect(try fixture.queue.count("switchyard.job_done WHERE outcome = 'acted'") == 1)
    }

    @Test func whatIsSoAlreadyIsUnchangedAndWhatACaseRefusesIsItsResult() throws {
        let tickets = try open(3)
        let agent = tenant.agent().personID
        try act(on: tickets[0]) { try $0.assign(to: agent) }
        let revision = try file(tickets[0]) { $0.ticket.revision }
        try tenant.asAdmin { _ = try $0.execute("UPDATE switchyard.ticket SET level = 2 WHERE id = \(tickets[1])") }
        let act = try start(["assignment": ["person_id": agent.json]])
        try run()
        let results = try results(act)
        #expect(results.map(\.state) == [.unchanged, .refused, .done])
        #expect(results.map(\.code) == [nil, "level_not_granted", nil])
        #expect(try file(tickets[0]) { $0.ticket.revision } == revision)
        #expect(try file(tickets[1]) { $0.ticket.assigneeID } == nil)
    }

    @Test func casesThatCameLaterAreNotMet() throws {
        _ = try open(1)
        let act = try start(BulkActTests.urgent)
        let later = try open(1)
        try run()
        #expect(try results(act).count == 1)
        #expect(try priorities(later) == ["P3"])
    }

    @Test func aWorkerThatDiesInABatchHasDoneNothingAndTheNextGoesOnWhereItStopped() throws {
        struct Killed: Error {}
        _ = try open(5)
        let act = try start(["note": ["text": "We know of this."]])
        #expect(try asLead { try BulkAct.runOnce(act, limit: 2, in: $0) } == .more)
        #expect(throws: Killed.self) {
            try asLead { tx in
                _ = try BulkAct.runOnce(act, limit: 2, in: tx)
                throw Killed()
            }
        }
        #expect(try states(act) == [.done, .done, .pending, .pending, .pending])
        try run()
        #expect(try states(act) == Array(repeating: .done, count: 5))
        let notes = try fixture.queue.count("(SELECT ticket_id FROM switchyard.message WHERE direction = 'note') n")
        #expect(notes == 5)
        #expect(
            try fixture.queue.count("(SELECT DISTINCT ticket_id FROM switchyard.message WHERE direction = 'note') n")
                == 5
        )
    }

    @Test func aCaseThatSomebodyHoldsHasItsTurnLater() throws {
        let tickets = try open(2)
        let act = try start(BulkActTests.urgent)
        try tenant.asAdmin { other in
            try other.script("BEGIN")
            _ = try other.query("SELECT FROM switchyard.ticket k WHERE k.id = \(tickets[0]) FOR UPDATE")
            #expect(try asLead { try BulkAct.runOnce(act, in: $0) } == .more)
            let later = fixture.clock.now.adding(seconds: 1)
            #expect(try asLead { try BulkAct.runOnce(act, in: $0) } == .later(later))
            #expect(try states(act) == [.pending, .done])
            try other.script("ROLLBACK")
        }
        #expect(try asLead { try BulkAct.runOnce(act, in: $0) } == .over)
        #expect(try states(act) == [.done, .done])
        try run()
        #expect(try fixture.queue.count("switchyard.job WHERE kind = 'bulk_act'") == 0)
    }

    @Test func cancellingTakesHoldBetweenBatches() throws {
        let tickets = try open(3)
        let act = try start(BulkActTests.urgent)
        _ = try asLead { try BulkAct.runOnce(act, limit: 1, in: $0) }
        let cancelled = try asLead { try BulkAct.cancel(act, ifRevision: nil, in: $0) }
        #expect(cancelled.state == .finished && cancelled.stopped == .byHand)
        try run()
        #expect(try states(act) == [.done, .cancelled, .cancelled])
        #expect(try priorities(tickets) == ["P1", "P3", "P3"])
        #expect(try asLead { try BulkAct.cancel(act, ifRevision: nil, in: $0) }.revision == cancelled.revision)
        try undo(act)
        try run()
        #expect(try states(act) == [.undone, .cancelled, .cancelled])
        #expect(try priorities(tickets) == ["P3", "P3", "P3"])
    }

    @Test func undoingRestoresWhatNobodyHasChangedSince() throws {
        let tickets = try open(4)
        let low = try #require(TicketPriority(name: "P4"))
        try act(on: tickets[3]) { try $0.setPriority(low, reason: "No hurry") }
        let act = try start(BulkActTests.urgent)
        try run()
        try self.act(on: tickets[0]) { try $0.setPriority(.high, reason: "Not that urgent") }
        // There and back is a decision too.
        try self.act(on: tickets[1]) { try $0.setPriority(.high, reason: "Not that urgent") }
        try self.act(on: tickets[1]) { try $0.setPriority(.urgent, reason: "After all") }
        try undo(act)
        try run()
        #expect(try states(act) == [.kept, .kept, .undone, .undone])
        #expect(try priorities(tickets) == ["P2", "P1", "P3", "P4"])
        let entry = try file(tickets[3]) { $0.events.last { $0.kind == .priorityChanged } }
        #expect(entry?.body["reason"] == "A mistake" && entry?.body["bulk_act_id"] == act.json)
        #expect(entry?.actorID == other.personID)
        let undone = try stored(act)
        #expect(undone.state == .undone && undone.undoneBy == other.personID && undone.undoneAt == fixture.clock.now)
        try undo(act)
        #expect(try stored(act).revision == undone.revision)
    }

    @Test func aCaseGoesBackToWhoeverHadItUnlessTheyMayNotHaveItAnyMore() throws {
        let tickets = try open(3)
        let (agent, leaver) = (tenant.agent().personID, tenant.agent(2).personID)
        try act(on: tickets[0]) { try $0.assign(to: agent) }
        try act(on: tickets[1]) { try $0.assign(to: leaver) }
        let act = try start(["assignment": ["person_id": lead.personID.json]])
        try run()
        try tenant.directory { try Person.leave(leaver, in: $0) }
        try undo(act)
        try run()
        let results = try results(act)
        #expect(results.map(\.state) == [.undone, .undoRefused, .undone])
        #expect(results.map(\.code) == [nil, "unknown", nil])
        let holders = try tickets.map { try file($0) { $0.ticket.assigneeID } }
        #expect(holders == [agent, lead.personID, nil])
    }

    @Test func anActEndsWithTheGrantOfWhoeverItRunsFor() throws {
        let tickets = try open(3)
        let act = try start(BulkActTests.urgent)
        _ = try asLead { try BulkAct.runOnce(act, limit: 1, in: $0) }
        try tenant.directory { try AccessGrant.end(lead.grantID, in: $0) }
        try run()
        #expect(try priorities(tickets) == ["P1", "P3", "P3"])
        let over = try tenant.transaction(as: .worker) { try BulkAct.find(act, in: $0) }
        #expect(over.state == .finished && over.stopped == .grantEnded)
        #expect(try fixture.queue.count("switchyard.bulk_act_case WHERE state = 'cancelled'") == 2)
        #expect(try fixture.queue.count("switchyard.job_done WHERE outcome = 'grant_ended'") == 1)
    }

    @Test func anActWhoseJobIsGivenUpIsOverAndItsPlaceIsFree() throws {
        _ = try open(1)
        let acts = try (0..<BulkAct.runningMax).map { _ in try start(BulkActTests.urgent) }
        let refusal = DomainError(.conflict, "too_many_bulk_acts")
        #expect(throws: refusal) { try start(BulkActTests.urgent) }
        let job = try #require(
            try fixture.queue.text("SELECT id::text FROM switchyard.job WHERE subject_id = \(acts[1])")
        )
        try tenant.transaction(as: tenant.operatorAdmin.actor) {
            try JobRecord.discard(#require(UUID(text: job)), in: $0)
        }
        let over = try stored(acts[1])
        #expect(over.state == .finished && over.stopped == .gaveUp)
        #expect(try states(acts[1]) == [.cancelled])
        let next = try start(BulkActTests.urgent)
        try run()
        // Whichever of the three came first.
        let states = try [acts[0], acts[2], next].flatMap { try self.states($0) }
        #expect(states.sorted { $0.rawValue < $1.rawValue } == [.done, .unchanged, .unchanged])
    }

    @Test func anActTakesSoManyCasesAndNoMore() throws {
        let ticket = try tenant.openTicket()
        try fixture.queue.multiplyTimers(of: tenant, by: BulkAct.casesMax)
        let preview = try asLead { try BulkAct.preview(["status": ["new"]], in: $0) }
        #expect(preview.isTooMany && preview.count == BulkAct.casesMax)
        #expect(throws: DomainError(.conflict, "too_many_cases")) { try start(BulkActTests.urgent) }
        try act(on: ticket) { try $0.setStatus(.waitingThirdParty) }
        let act = try start(BulkActTests.urgent)
        #expect(try asLead { try BulkActCase.tally(of: act, in: $0) } == [.pending: BulkAct.casesMax])
        _ = try asLead { try BulkAct.cancel(act, ifRevision: nil, in: $0) }
        #expect(try asLead { try BulkActCase.tally(of: act, in: $0) } == [.cancelled: BulkAct.casesMax])
    }

    @Test func whatHasLongBeenOverIsPurgedAndTheLogOfTheCaseStays() throws {
        let tickets = try open(2)
        let act = try start(BulkActTests.urgent)
        try run()
        func purge() throws { _ = try tenant.transaction(as: .worker) { try Retention.purge(in: $0) } }
        fixture.clock.advance(seconds: Retention.bulkActSeconds)
        try purge()
        #expect(try results(act).count == 2)
        fixture.clock.advance(seconds: 1)
        try purge()
        #expect(throws: DomainError.notFound) { try stored(act) }
        #expect(try fixture.queue.count("switchyard.bulk_act_case") == 0)
        #expect(try priorities(tickets) == ["P1", "P1"])
    }
}
