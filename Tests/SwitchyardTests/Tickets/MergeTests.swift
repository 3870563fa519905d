import BusinessTime
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Switchyard

/// One case goes on in another (`spec/sla.md K5`).
@Suite(.needsDatabase) struct MergeTests {
    @Test func theMergedCaseEndsAndTheOlderMessageMovesTheStartBack() throws {
        let cases = try TwoCases()
        cases.moveTo(1200)
        try cases.merge(cases.first, into: cases.second)
        let merged = try cases.ticket(cases.first)
        #expect(merged.status == .closed && merged.mergedInto == cases.second)
        for metric in [SLAMetric.firstReply, .resolution] {
            #expect(try cases.clocks(cases.first, metric).map(\.reason) == ["merged"])
        }
        #expect(try !cases.hasAlarm(cases.first))
        let reply = try #require(try cases.clocks(cases.second, .firstReply).first)
        #expect(reply.startAt == ClockedCase.at(0))
        #expect(reply.dueAt == ClockedCase.at(3600))
        let resolution = try #require(try cases.clocks(cases.second, .resolution).first)
        #expect(resolution.startAt == ClockedCase.at(600))
        #expect(try cases.isReplayed(cases.first))
        #expect(try cases.isReplayed(cases.second))
    }

    @Test func aYoungerMessageMovesNothingAndWaitsThere() throws {
        let cases = try TwoCases()
        cases.moveTo(1200)
        try cases.act(on: cases.first) { _ = try $0.reply("Hello") }
        try cases.merge(cases.second, into: cases.first)
        let next = try #require(try cases.clocks(cases.first, .nextReply).first)
        #expect(next.startAt == ClockedCase.at(600))
        #expect(next.dueAt == ClockedCase.at(7800))
        // K8: somebody waits, so the case cannot wait for the customer.
        #expect(throws: DomainError(.conflict, "customer_not_answered")) {
            try cases.act(on: cases.first) { try $0.setStatus(.waitingCustomer) }
        }
        #expect(try cases.isReplayed(cases.first))
    }

    @Test func threadsAndLaterMessagesGoToTheCaseThatGoesOn() throws {
        let cases = try TwoCases()
        let third = try cases.fixture.openTicket { $0.customerID = "ada" }
        try cases.merge(cases.first, into: cases.second)
        try cases.merge(cases.second, into: third)
        #expect(try cases.hear(on: cases.first).ticket == third)
        for thread in ["first", "second"] {
            let landed = try cases.fixture.openTicket {
                $0.customerID = "ada"
                $0.thread = thread
            }
            #expect(landed == third)
        }
        #expect(try cases.isReplayed(third))
        #expect(try cases.isReplayed(cases.second))
    }

    @Test func aReplyThatNeverArrivedIsWaitedForInTheCaseThatGoesOn() throws {
        let cases = try TwoCases()
        cases.moveTo(900)
        let lost = try cases.act(on: cases.first) { try $0.reply("Hello") }
        try cases.act(on: cases.second) { _ = try $0.reply("Hello you too") }
        cases.moveTo(1200)
        try cases.merge(cases.first, into: cases.second)
        #expect(try cases.clocks(cases.second, .nextReply).isEmpty)
        cases.moveTo(1500)
        try cases.act(on: cases.first, as: .worker) { file in
            try file.record(.replyFailed, ["message_id": lost.json, "code": "smtp_550"])
            try file.tellSurvivor(.replyFailed, ["message_id": lost.json, "code": "smtp_550"])
        }
        let next = try #require(try cases.clocks(cases.second, .nextReply).first)
        #expect(next.startAt == ClockedCase.at(0))
        #expect(next.state == "running")
        #expect(try cases.isReplayed(cases.first))
        #expect(try cases.isReplayed(cases.second))
    }

    @Test func betweenTwoCustomersAReasonIsNeededAndBothMayGoOnWriting() throws {
        let cases = try TwoCases(secondCustomer: "grace")
        #expect(throws: DomainError.field("/reason", .required)) {
            try cases.merge(cases.first, into: cases.second)
        }
        try cases.merge(cases.first, into: cases.second, reason: "Same person, two accounts")
        for customer in ["ada", "grace"] {
            let landed = try cases.fixture.openTicket {
                $0.customerID = customer
                $0.thread = "first"
            }
            #expect(landed == cases.second)
        }
        #expect(throws: DomainError.field("/thread", .taken)) {
            _ = try cases.fixture.openTicket {
                $0.customerID = "mallory"
                $0.thread = "first"
            }
        }
    }

    @Test func whatCannotBeMergedIsRefused() throws {
        let cases = try TwoCases()
        #expect(throws: DomainError.field("/into", .sameCase)) { try cases.merge(cases.first, into: cases.first) }
        cases.moveTo(700)
        try cases.act(on: cases.second) { try $0.resolve() }
        #expect(throws: DomainError(.conflict, "merge_target_not_open")) {
            try cases.merge(cases.first, into: cases.second)
        }
        try cases.merge(cases.second, into: cases.first)
        #expect(throws: DomainError(.conflict, "case_merged")) { try cases.merge(cases.second, into: cases.first) }
        #expect(throws: DomainError(.conflict, "merge_target_not_open")) {
            try cases.merge(cases.first, into: cases.second)
        }
        #expect(try cases.clocks(cases.second, .resolution).map(\.state) == ["fulfilled"])
    }

    @Test func aMergedCaseIsNotEscalated() throws {
        let cases = try TwoCases()
        cases.moveTo(4000)
        try cases.merge(cases.first, into: cases.second)
        #expect(try cases.act(on: cases.first, as: .worker) { try $0.takeDueSteps() } == 0)
        #expect(try cases.ticket(cases.first).level == 1)
        // The breach of the case that is gone stands (P4), and the other one is not late at once (P3).
        #expect(try cases.clocks(cases.first, .firstReply).map(\.verdict) == ["missed"])
        let reply = try #require(try cases.clocks(cases.second, .firstReply).first)
        #expect(reply.startAt == ClockedCase.at(0))
        #expect(reply.breachedAt == nil)
        #expect(reply.dueAt == ClockedCase.at(4200))
    }
}
