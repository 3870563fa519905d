import BusinessTime
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Switchyard

/// Due cases served as a batch: what is written is what each of them alone would have written.
@Suite(.needsDatabase) struct DueCasesTests {
    let clock = TestClock(ClockedCase.start)
    let fixture: TenantFixture

    init() throws {
        let hand = clock
        fixture = try TenantFixture.make {
            $0.clock = hand
            $0.policy = [
                "targets": ["first_reply": 3600, "next_reply": 7200, "resolution": 86400], "digest_after": 0,
            ]
        }
    }

    private func open(_ count: Int, secondsApart: Int64 = 1) throws -> [UUID] {
        try (0..<count).map { number in
            clock.set(ClockedCase.start.adding(seconds: Int64(number) * secondsApart))
            return try fixture.openTicket()
        }
    }

    private func serve(limit: Int = DueCases.batchMax) throws -> [DueCases.Served] {
        try fixture.transaction(as: .worker) { tx in
            try DueCases.serve(DueCases.lock(limit: limit, in: tx), in: tx)
        }
    }

    /// Everything that tells of a case, without the ids and instants of the transaction that wrote it.
    private func written(_ ticket: UUID) throws -> [String] {
        try fixture.asAdmin { admin in
            let rows = try admin.query(
                """
                SELECT concat_ws(' ', 'ticket', status, level, team_id, assignee_id, event_count, revision)
                    FROM switchyard.ticket WHERE id = \(ticket)
                UNION ALL SELECT concat_ws(' ', 'event', case_seq, kind, actor_kind, occurred_at - o.at)
                    FROM switchyard.event, (SELECT occurred_at AS at FROM switchyard.ticket WHERE id = \(ticket)) o
                    WHERE ticket_id = \(ticket)
                UNION ALL SELECT concat_ws(' ', 'cycle', metric, cycle_key, state, breached_at - start_at, verdict)
                    FROM switchyard.sla_cycle WHERE ticket_id = \(ticket)
                UNION ALL SELECT concat_ws(' ', 'step', metric, cycle_key, step, target_revision, level_before, level_after)
                    FROM switchyard.sla_step WHERE ticket_id = \(ticket)
                UNION ALL SELECT concat_ws(' ', 'delivery', kind, person_id, state)
                    FROM switchyard.delivery WHERE ticket_id = \(ticket)
                UNION ALL SELECT concat_ws(' ', 'job', kind, priority, run_at <= created_at)
                    FROM switchyard.job j WHERE EXISTS (
                        SELECT FROM switchyard.delivery d WHERE d.id = j.subject_id AND d.ticket_id = \(ticket))
                UNION ALL SELECT concat_ws(' ', 'stale', case_revision)
                    FROM switchyard.fact_stale WHERE ticket_id = \(ticket)
                UNION ALL SELECT concat_ws(' ', 'alarm', t.wake_at - k.occurred_at)
                    FROM switchyard.sla_timer t JOIN switchyard.ticket k ON k.id = t.ticket_id WHERE k.id = \(ticket)
                ORDER BY 1
                """
            )
            return try rows.map { try $0.column(0) }
        }
    }

    @Test func aBatchWritesWhatEachCaseAloneWouldWrite() throws {
        let tickets = try open(6, secondsApart: 0)
        clock.set(ClockedCase.start.adding(seconds: 3_700))
        let first = try fixture.transaction(as: .worker) { tx in
            var file = try CaseFile.open(tickets[0], in: tx)
            let count = try file.takeDueSteps()
            try file.save()
            return count
        }
        #expect(first == 4)
        let served = try serve()
        #expect(Set(served.map(\.due.ticketID)) == Set(tickets.dropFirst()))
        for one in served { #expect(try one.taken.get().steps == ["breach", "warn_50", "warn_75", "warn_90"]) }
        let alone = try written(tickets[0])
        #expect(alone.count > 20)
        for ticket in tickets.dropFirst() { #expect(try written(ticket) == alone) }
    }

    @Test func theLongestWaitingComeFirstAndNoMoreThanTheLimit() throws {
        let tickets = try open(5)
        clock.set(ClockedCase.start.adding(seconds: 1_900))
        #expect(try serve(limit: 2).map(\.due.ticketID) == Array(tickets[0..<2]))
        #expect(try serve(limit: 9).map(\.due.ticketID) == Array(tickets[2...]))
        #expect(try serve().isEmpty)
    }

    @Test func aCaseServedByAnotherSinceItsAlarmIsLeftAlone() throws {
        let tickets = try open(2)
        clock.set(ClockedCase.start.adding(seconds: 1_900))
        let served = try fixture.transaction(as: .worker) { tx in
            let due = try DueCases.lock(limit: 9, in: tx)
            try DueCases.postpone(tickets[0], seconds: 60, in: tx)
            return try DueCases.serve(due, in: tx)
        }
        #expect(served.map(\.due.ticketID) == [tickets[1]])
        #expect(try written(tickets[0]).allSatisfy { !$0.hasPrefix("step") })
    }

    @Test func longLogsMakeASmallerBatch() throws {
        let tickets = try open(3)
        try fixture.asAdmin { admin in
            for ticket in tickets {
                try admin.execute(
                    "UPDATE switchyard.ticket SET event_count = \(DueCases.eventsMax - 1) WHERE id = \(ticket)"
                )
            }
        }
        clock.set(ClockedCase.start.adding(seconds: 1_900))
        for ticket in tickets { #expect(try serve().map(\.due.ticketID) == [ticket]) }
    }

    @Test func whatFailedIsToldAndNothingOfItIsWritten() throws {
        let tickets = try open(3)
        try fixture.asAdmin { admin in
            _ = try admin.execute("UPDATE switchyard.event SET body = '\\x00' WHERE ticket_id = \(tickets[1])")
        }
        let before = try written(tickets[1])
        clock.set(ClockedCase.start.adding(seconds: 1_900))
        let served = try serve()
        let failed = served.filter { if case .failure = $0.taken { true } else { false } }
        #expect(failed.map(\.due.ticketID) == [tickets[1]])
        #expect(served.count == 3)
        #expect(try written(tickets[1]) == before)
    }
}
