import BusinessTime
import Foundation
import Postgres
import Switchyard
import TestSupport
import TestTools
import Testing

/// The real functions on the real database, a tenant for each seed, and processes that end between any two flushes: nothing
/// is lost, nothing doubled, and a rebuild gives the same rows. What a life should leave behind is what it leaves behind
/// when nobody dies.
@Suite(.needsDatabase) struct CrashSimulationTests {
    private static let seedsDefault = 200
    /// Fewer seeds than this need not kill every kind of process everywhere.
    private static let coverageSeedsMin = 200
    /// Seeds of one part that live the same life and die at different places.
    private static let deathsPerLife = 4

    @Test func deathAtAnyFlushLeavesWhatALifeLeaves() async throws {
        let seeds = SeedRange(count: Self.seedsDefault)
        let counts = try await seeds.inParts { seeds in
            var run = try CrashRun()
            for seed in seeds { try run.tryOut(seed, life: seed / UInt64(Self.deathsPerLife * SeedRange.partsCount)) }
            return run.crashes
        }
        let count = counts.reduce(CrashCount(), +)
        print("crashes from seed \(seeds.first), \(seeds.count) seeds: \(count)")
        guard seeds.count >= Self.coverageSeedsMin else { return }
        let names = Set(DeskScript.names + ["receive", "worker"])
        #expect(Set(count.crashes.keys) == names)
        #expect(Set(count.atCommit.keys) == names)
    }
}

/// A database in which one seed after the other lives; its queue is seen by nobody else.
private struct CrashRun {
    /// Monday 2026-03-02T10:00:00Z.
    private static let start = QueueFixture.start

    private(set) var crashes = CrashCount()
    private let wires: SimulatedWires
    private let admin: Connection
    private let tables: TableImage.Tables
    private var lives: [UInt64: TableImage] = [:]

    init() throws {
        let database = try TestDatabase.fresh()
        wires = try SimulatedWires(database)
        admin = try Connection(database.settings(.admin))
        tables = try TableImage.Tables(on: admin)
    }

    mutating func tryOut(_ seed: UInt64, life: UInt64) throws {
        let again = SeedRange.again(seed)
        let script = DeskScript(seed: life)
        let expected = try lives[life] ?? image(of: desk(script, crashing: nil))
        lives[life] = expected

        let desk = try desk(script, crashing: seed)
        let left = try image(of: desk)
        #expect(left.differences(from: expected) == [], "\(again): \(script)")
        #expect(try rebuiltImage(of: desk).differences(from: left) == [], "\(again): rebuilt")
        #expect(try count("job WHERE tenant_id = \(desk.tenant.tenantID)") == 0, "\(again): work is left")
        #expect(try unsent(desk) == [], "\(again)")
        crashes = crashes + desk.crashes
    }

    private func desk(_ script: DeskScript, crashing seed: UInt64?) throws -> SimulatedDesk {
        let desk = try SimulatedDesk(wires, clock: TestClock(Self.start), crashing: seed)
        try desk.live(script)
        return desk
    }

    private func image(of desk: SimulatedDesk) throws -> TableImage {
        try TableImage(of: desk.tenant.tenantID, tables: tables, on: admin)
    }

    /// The rows after the clocks were thrown away and derived again from the log (`spec/sla.md` S1).
    private func rebuiltImage(of desk: SimulatedDesk) throws -> TableImage {
        let tenant = desk.tenant
        try admin.execute("DELETE FROM switchyard.sla_cycle WHERE tenant_id = \(tenant.tenantID)")
        let tickets: [UUID] = try admin.query("SELECT id FROM switchyard.ticket WHERE tenant_id = \(tenant.tenantID)")
            .map { try $0.column(0) }
        wires.workerOwner.hand(to: nil)
        for ticket in tickets {
            try tenant.transaction(as: .worker, on: wires.worker) { tx in
                var file = try CaseFile.open(ticket, in: tx)
                try file.save()
            }
        }
        return try image(of: desk)
    }

    /// Accepted deliveries that the carrier never saw, by kind; and what it saw that nobody had asked for.
    private func unsent(_ desk: SimulatedDesk) throws -> [String] {
        let stored: [String] = try admin.query(
            "SELECT id::text FROM switchyard.delivery WHERE tenant_id = \(desk.tenant.tenantID) AND state = 'accepted'"
        ).map { try $0.column(0) }
        let sent = Set(desk.carrier.mails.compactMap { $0.messageID.split(separator: "@").first.map(String.init) })
        return Set(stored).symmetricDifference(sent).sorted()
    }

    private func count(_ sql: SQL) throws -> Int {
        try admin.query("SELECT count(*) FROM switchyard.\(sql)").first?.column(0) ?? -1
    }
}
