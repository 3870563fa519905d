import Foundation
import Logging
import Postgres
import Switchyard
import SwitchyardWorker
import TestSupport
import Testing

/// What a process does for those that are gone.
@Suite(.needsDatabase) struct HeartbeatTests {
    let fixture: WorkerFixture
    let tenant: UUID
    let lines = LogLines()

    init() throws {
        fixture = try WorkerFixture()
        tenant = try fixture.queue.tenant { $0.hasDesks = false }.tenantID
    }

    private func heartbeat() throws -> Heartbeat {
        Heartbeat(
            queue: try fixture.queue.queue(),
            workerID: UUID(),
            pulse: Pulse(),
            gate: fixture.gate,
            claimers: { [] },
            log: lines.logger
        )
    }

    private func claim(_ kind: JobKind) throws -> LeasedJob {
        try fixture.queue.insertJobs(1, tenant: tenant, kind: kind.rawValue)
        return try #require(try fixture.claimer([kind]).next())
    }

    private func told() -> [String: LogLines.Line] {
        let freed = lines.all.filter { $0.message == "job of another process is free" }
        return Dictionary(uniqueKeysWithValues: freed.map { ("\($0.metadata["job"] ?? "")", $0) })
    }

    @Test func eachJobOfADeadProcessHasALineOfItsOwn() throws {
        let (gone, kept) = (try claim(.probe), try claim(.inviteSurvey))
        let heartbeat = try heartbeat()
        try fixture.queue.queue().removeLease(fixture.queue.workerID)
        #expect(try heartbeat.runOnce() == Counts(done: 2))
        let told = told()
        #expect(told.keys.sorted() == [gone.id.text, kept.id.text].sorted())
        for job in [gone, kept] {
            let line = try #require(told[job.id.text])
            #expect(line.level == .warning)
            #expect(
                line.metadata == [
                    "job": "\(job.id.text)", "kind": "\(job.kind.rawValue)", "tenant": "\(tenant.text)",
                    "subject": "\(job.subjectID.text)", "attempt": "1", "cause": "process_gone",
                    "holder": "\(fixture.queue.workerID.text)",
                ]
            )
        }
    }

    @Test func aJobWhoseHolderLivesIsFreeWhenItsTimeIsOver() throws {
        let hung = try claim(.probe)
        fixture.clock.advance(seconds: JobKind.probe.deadlineSeconds + 1)
        try fixture.queue.queue().heartbeat(fixture.queue.workerID)
        #expect(try heartbeat().runOnce() == Counts(done: 1))
        #expect(told()[hung.id.text]?.metadata["cause"] == "deadline_over")
    }
}
