import Foundation
import Postgres
import TestSupport
import Testing

@testable import Switchyard

/// First answers are kept sealed and come back unchanged.
@Suite(.needsDatabase) struct ReceiptTests {
    private let key = IdempotencyKey(key: "k", request: Array("POST /x".utf8))

    @Test func theFirstAnswerComesBackAndItsActHappensOnce() throws {
        let fixture = try TenantFixture.make { $0.hasDesks = false }
        let first: Answer = try fixture.transaction(as: fixture.intake.actor) { tx in
            try tx.once(key) { Answer(status: 201, body: ["b": 1, "a": "é"]) }
        }
        let again: Answer = try fixture.transaction(as: fixture.intake.actor) { tx in
            try tx.once(key) {
                Issue.record("the act ran again")
                return Answer(status: 500, body: .null)
            }
        }
        #expect(again.status == 201)
        #expect(again.body.bytes == first.body.bytes)
    }

    @Test func anotherRequestUnderTheKeyIsRefused() throws {
        let fixture = try TenantFixture.make { $0.hasDesks = false }
        _ = try fixture.receive(CustomerRequest(), key: key)
        let other = IdempotencyKey(key: "k", request: Array("POST /y".utf8))
        #expect(throws: DomainError(.invalid, "idempotency_key_reused")) {
            try fixture.receive(CustomerRequest(), key: other)
        }
    }

    @Test func whoComesSecondWaitsTwoSecondsForTheFirst() throws {
        let fixture = try TenantFixture.make { $0.hasDesks = false }
        let answer = Answer(status: 201, body: ["first": true])
        _ = try fixture.transaction(as: fixture.intake.actor) { first in
            try first.once(key) {
                #expect(throws: DomainError(.conflict, "request_under_way")) {
                    try fixture.transaction(as: fixture.intake.actor) { second in
                        try second.once(key) {
                            Issue.record("the act ran beside the first")
                            return answer
                        }
                    }
                }
                return answer
            }
        }
        let again: Answer = try fixture.transaction(as: fixture.intake.actor) { tx in
            try tx.once(key) { Answer(status: 500, body: .null) }
        }
        #expect(again.status == 201)
    }

    @Test func anAdministratorsSecondRequestWaitsForTheFirstToo() throws {
        let fixture = try TenantFixture.make { $0.hasDesks = false }
        let answer = Answer(status: 201, body: ["first": true])
        _ = try fixture.directory { first in
            try first.once(key) {
                #expect(throws: DomainError(.conflict, "request_under_way")) {
                    try fixture.directory { second in try second.once(key) { answer } }
                }
                return answer
            }
        }
    }

    @Test func anActThatThrowsLeavesNoReceipt() throws {
        let fixture = try TenantFixture.make { $0.hasDesks = false }
        #expect(throws: DomainError.forbidden) {
            try fixture.transaction(as: fixture.intake.actor) { tx in try tx.once(key) { throw DomainError.forbidden } }
        }
        let answer = try fixture.receive(CustomerRequest(), key: key)
        #expect(answer.status == 201)
    }

    @Test func whatIsKeptNamesNobodyInClear() throws {
        let fixture = try TenantFixture.make { $0.hasDesks = false }
        var request = CustomerRequest(text: "Distinctive words")
        request.customerID = "visitor-vivian"
        _ = try fixture.receive(request, key: IdempotencyKey(key: "by-visitor-vivian", request: []))
        // Words that no cipher shows by chance: some letters are no hexadecimal digits, and as digits they are many.
        for word in ["vivian", "Distinctive"] {
            let namedIn: [Bool] = try fixture.asAdmin { connection in
                try connection.query(
                    """
                    SELECT strpos(r::text, \(word)) > 0
                           OR strpos(r::text, encode(convert_to(\(word), 'UTF8'), 'hex')) > 0
                    FROM switchyard.receipt r WHERE tenant_id = \(fixture.tenantID)
                    """
                ).map { try $0.column(0) }
            }
            #expect(namedIn == [false], "\(word)")
        }
    }
}
