import BusinessTime
import Foundation
import Logging
import Postgres
import Switchyard
import TestSupport
import Testing

@testable import SwitchyardWorker

/// What a process tells of the queue: which alarms, and when.
@Suite(.needsDatabase) struct QueueWatchTests {
    private let fixture: QueueFixture
    private let tenant: UUID
    private let lines = LogLines()

    init() throws {
        fixture = try QueueFixture()
        tenant = try fixture.tenant { $0.hasDesks = false }.tenantID
    }

    private func watch(
        _ versions: [JobKind: Int16] = [:],
        snapshotSecondsMax: Double = 60,
        clockOffSeconds: Int64 = 0
    ) throws -> QueueWatch {
        QueueWatch(
            queue: try fixture.queue(),
            versions: versions,
            snapshotSecondsMax: snapshotSecondsMax,
            machineTime: { [clock = fixture.clock] in clock.now.adding(seconds: clockOffSeconds) },
            log: lines.logger
        )
    }

    @Test(arguments: [(60, 0), (61, 1)]) func workThatIsDueForOverAMinuteRaisesOneAlarm(
        seconds: Int64,
        alarms: Int
    ) throws {
        try fixture.insertJobs(1, tenant: tenant)
        fixture.clock.advance(seconds: seconds)
        let watch = try watch()
        for _ in 0..<3 { try watch.look() }
        #expect(lines.all.map(\.message) == Array(repeating: "due work is left undone", count: alarms))
        #expect(lines.all.allSatisfy { $0.level == .critical && $0.metadata["oldest_job_seconds"] == "\(seconds)" })
    }

    @Test(arguments: [-300, -30, 30, 31]) func aMachineWithAWrongClockRaisesOneAlarm(seconds: Int64) throws {
        let watch = try watch(clockOffSeconds: seconds)
        for _ in 0..<3 { try watch.look() }
        let isWrong = abs(seconds) > QueueWatch.clockOffSecondsMax
        #expect(lines.all.map(\.message) == (isWrong ? ["this machine's clock is not the database's"] : []))
        #expect(lines.all.allSatisfy { $0.level == .critical && $0.metadata["seconds"] == "\(seconds)" })
    }

    @Test func whatNobodyHereKnowsIsNamedOnce() throws {
        try fixture.insertJobs(2, tenant: tenant, kind: "from_the_future")
        try fixture.insertJobs(1, tenant: tenant, kind: JobKind.probe.rawValue, version: 2)
        try fixture.insertJobs(1, tenant: tenant)
        let watch = try watch()
        for _ in 0..<3 { try watch.look() }
        #expect(lines.all.map(\.message) == ["jobs of unknown kinds are left alone"])
        #expect(lines.all.first?.metadata["jobs"] == "from_the_future version 1: 2, probe version 2: 1")
    }

    @Test func aProcessThatKnowsTheNewerVersionIsQuiet() throws {
        try fixture.insertJobs(1, tenant: tenant, kind: JobKind.probe.rawValue, version: 2)
        try watch([.probe: 2]).look()
        #expect(lines.all.isEmpty)
    }

    @Test func theHolderOfTheOldestSnapshotIsNamed() throws {
        let queue = try fixture.queue()
        #expect(try queue.bloat().snapshotSeconds == 0)
        #expect(try queue.bloat().tables.map(\.name) == QueueSession.hotTables.sorted())
        try fixture.database.withConnection(.api) { reader in
            _ = try reader.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            let pid: Int? = try reader.query("SELECT pg_backend_pid()::bigint").first?.column(0)
            let bloat = try queue.bloat()
            #expect(bloat.snapshotSeconds > 0)
            #expect(bloat.snapshotHolder?.hasPrefix("pid \(try #require(pid)) switchyard_api") == true)
            try watch().look()
            #expect(lines.all.isEmpty)
            let strict = try watch(snapshotSecondsMax: 0)
            for _ in 0..<3 { try strict.look() }
            #expect(lines.all.map(\.message) == ["an old snapshot keeps dead rows"])
            _ = try reader.execute("ROLLBACK")
        }
        #expect(try queue.bloat().snapshotSeconds == 0)
    }
}
