import BusinessTime
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Switchyard

/// Messages leave for a case of their own (`spec/sla.md K5`).
@Suite(.needsDatabase) struct SplitTests {
    /// Answered at 900; messages at 1000 and 1100 wait.
    private func waiting() throws -> (cases: TwoCases, messages: [UUID]) {
        let cases = try TwoCases()
        cases.moveTo(900)
        try cases.act(on: cases.first) { _ = try $0.reply("Hello") }
        let messages = try [Int64(1000), 1100].map { seconds in
            cases.moveTo(seconds)
            return try cases.hear(on: cases.first).message
        }
        cases.moveTo(2000)
        return (cases, messages)
    }

    private func messages(_ cases: TwoCases, of ticket: UUID) throws -> [UUID] {
        try cases.fixture.transaction(as: .worker) {
            try Message.page(of: ticket, after: nil, limit: 100, in: $0).filter { $0.direction == .incoming }.map(\.id)
        }
    }

    @Test func theNewCaseBeginsWithTheOldestMessageMoved() throws {
        let (cases, moved) = try waiting()
        let fresh = try cases.split([moved[1], moved[0]], from: cases.first, subject: "Another matter")
        let ticket = try cases.ticket(fresh)
        #expect(ticket.splitFrom == cases.first)
        #expect(ticket.status == .new)
        #expect(try ticket.customerID == cases.ticket(cases.first).customerID)
        #expect(ticket.occurredAt == ClockedCase.at(1000))
        let reply = try #require(try cases.clocks(fresh, .firstReply).first)
        #expect(reply.startAt == ClockedCase.at(1000))
        #expect(reply.dueAt == ClockedCase.at(4600))
        #expect(try cases.clocks(fresh, .resolution).map(\.startAt) == [ClockedCase.at(1000)])
        #expect(try messages(cases, of: fresh) == moved)
        #expect(try messages(cases, of: cases.first).count == 1)
        #expect(try cases.clocks(cases.first, .nextReply).map(\.reason) == ["split"])
        #expect(try cases.isReplayed(cases.first))
        #expect(try cases.isReplayed(fresh))
    }

    @Test func theNewCaseIsFoundByItsWordsAndTheOldOneIsNot() throws {
        let (cases, moved) = try waiting()
        let fresh = try cases.split([moved[0]], from: cases.first, subject: "Staking rewards")
        func found(_ words: String) throws -> [UUID] {
            var filter = TicketList.Filter()
            filter.words = words
            return try cases.fixture.transaction(as: cases.fixture.agent().actor) {
                try TicketList.page(filter, after: nil, limit: 10, in: $0).tickets.map(\.id)
            }
        }
        #expect(try found("staking") == [fresh])
        #expect(try Set(found("now")) == [fresh, cases.first])
    }

    @Test func withoutTheMessageNobodyWaitsAnyMore() throws {
        let (cases, moved) = try waiting()
        _ = try cases.split(moved, from: cases.first)
        // K8: the last message that is left was answered.
        try cases.act(on: cases.first) { try $0.setStatus(.waitingCustomer) }
        try cases.act(on: cases.first) { try $0.resolve() }
        #expect(try cases.clocks(cases.first, .nextReply).map(\.state) == ["cancelled"])
        let log = try cases.fixture.transaction(as: .worker) {
            try CaseEvent.page(of: cases.first, after: 0, limit: 100, in: $0)
        }
        #expect(log.last { $0.kind == .resolved }?.body["answered"] == true)
    }

    @Test func whatCannotBeMovedIsNamed() throws {
        let (cases, moved) = try waiting()
        let opener = try #require(try messages(cases, of: cases.first).first)
        let foreign = try #require(try messages(cases, of: cases.second).first)
        let note = try cases.act(on: cases.first) { try $0.note("For us") }
        let refused: [([UUID], DomainError)] = [
            ([], .field("/message_ids", .tooShort)), ([moved[0], opener], .field("/message_ids/1", .cannotMove)),
            ([note], .field("/message_ids/0", .cannotMove)), ([foreign], .field("/message_ids/0", .unknown)),
            ([moved[0], moved[0]], .field("/message_ids/1", .taken)),
        ]
        for (messages, error) in refused {
            #expect(throws: error) { _ = try cases.split(messages, from: cases.first) }
        }
        _ = try cases.split([moved[0]], from: cases.first)
        #expect(throws: DomainError.field("/message_ids/0", .unknown)) {
            _ = try cases.split([moved[0]], from: cases.first)
        }
    }

    @Test func aSplitCaseCanBeMergedBack() throws {
        let (cases, moved) = try waiting()
        let fresh = try cases.split(moved, from: cases.first)
        cases.moveTo(2100)
        try cases.merge(fresh, into: cases.first)
        let next = try cases.clocks(cases.first, .nextReply)
        #expect(next.map(\.state) == ["cancelled", "running"])
        #expect(next.last?.startAt == ClockedCase.at(1000))
        #expect(try cases.isReplayed(cases.first))
        #expect(try cases.isReplayed(fresh))
    }
}
