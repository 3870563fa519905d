import Dispatch
import Foundation
import Postgres
import Switchyard
import Synchronization
import TestSupport
import Testing

/// Many tenants' transactions on few connections, while some are cancelled, some take too long and some backends are killed:
/// nobody ever sees another tenant's row, and no connection keeps a tenant.
@Suite(.needsDatabase) struct PoolWallTests {
    static let transactions = 10_000
    static let tenants = 50
    static let connections = 4
    /// Work in line at once, and how much of it goes by before the next disturbance.
    static let inLineMax = 200
    static let kills = 25
    /// Transactions that wait in the middle for longer than a statement may take.
    static let slow = 20
    static let statementMilliseconds = 200
    static let applicationName = "pool wall test"

    private struct Findings {
        var good = 0
        var broken = 0
        /// Of those that were broken off.
        var late = 0
        var foreign: [String] = []
        var handles: [Int: CancelHandle] = [:]
    }

    private struct Thrown: Error {}

    @Test func nobodySeesAnotherTenantsRow() throws {
        let database = try TestDatabase.fresh()
        let fixtures = try (0..<Self.tenants).map { _ in try TenantFixture.make(in: database) { $0.hasDesks = false } }
        for fixture in fixtures { try keepCanary(fixture) }
        var settings = database.settings(.api)
        settings.applicationName = Self.applicationName
        settings.statementTimeoutMilliseconds = Self.statementMilliseconds
        let pool = Pool(name: "walls", settings: settings, size: Self.connections, waitMillisecondsMax: 60_000)
        defer { pool.close() }

        let findings = Mutex(Findings())
        let room = DispatchSemaphore(value: Self.inLineMax)
        let all = DispatchGroup()
        try database.withConnection(.admin) { admin in
            for number in 0..<Self.transactions {
                room.wait()
                all.enter()
                let fixture = fixtures[Int.random(in: 0..<fixtures.count)]
                pool.submit { result in
                    Self.look(number, fixture, result, findings)
                    room.signal()
                    all.leave()
                }
                try Self.disturb(number, admin, findings)
            }
            all.wait()
        }
        let found = findings.withLock { $0 }
        #expect(found.foreign == [])
        #expect(found.good + found.broken == Self.transactions)
        #expect(found.good > Self.transactions * 9 / 10, "\(found.broken) were broken off")
        #expect(found.late > 0 && found.broken > found.late, "\(found.broken) were broken off, \(found.late) late")
        print(
            """
            pool wall: \(Self.transactions) transactions of \(Self.tenants) tenants on \(Self.connections) connections, \(found.good) \
            whole, \(found.late) timed out, \(found.broken - found.late) cancelled or killed, 0 rows of another tenant
            """
        )
    }

    /// A word that only this tenant has, where every reader of customers sees it.
    private func keepCanary(_ fixture: TenantFixture) throws {
        var request = CustomerRequest()
        request.tier = fixture.slug
        _ = try fixture.receive(request)
    }

    /// One transaction: reads without naming the tenant, sometimes writes, sometimes gives up in the middle.
    private static func look(
        _ number: Int,
        _ fixture: TenantFixture,
        _ result: Result<Connection, PostgresError>,
        _ findings: borrowing Mutex<Findings>
    ) {
        let isSlow = number % (transactions / slow) == 1
        do {
            let connection = try result.get()
            let lane = connection.backendProcessID
            findings.withLock { $0.handles[lane] = connection.cancelHandle() }
            let seen = try fixture.transaction(as: fixture.tenantAdmin.actor, on: connection) { tx in
                if number.isMultiple(of: 7) {
                    tx.write("touch", "UPDATE switchyard.customer SET updated_at = \(try tx.now) WHERE tier = tier")
                }
                let tiers = try tx.query("SELECT tier FROM switchyard.customer").map {
                    try $0.column(0, as: String.self)
                }
                if isSlow { _ = try tx.query("SELECT pg_sleep(10)") }
                if number.isMultiple(of: 11) { throw Thrown() }
                return tiers
            }
            let isOwn = seen == [fixture.slug]
            findings.withLock { findings in
                findings.good += 1
                if !isOwn { findings.foreign.append("\(fixture.slug) saw \(seen)") }
            }
        } catch is Thrown {
            findings.withLock { $0.good += 1 }
        } catch {
            findings.withLock { findings in
                findings.broken += 1
                if isSlow { findings.late += 1 }
            }
        }
    }

    /// Cancels somebody's statement, or ends somebody's backend.
    private static func disturb(_ number: Int, _ admin: Connection, _ findings: borrowing Mutex<Findings>) throws {
        if number.isMultiple(of: 40) {
            findings.withLock { $0.handles.randomElement()?.value }?.cancel()
        }
        if number.isMultiple(of: transactions / kills) {
            _ = try admin.query(
                """
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE application_name = \(applicationName) ORDER BY random() LIMIT 1
                """
            )
            findings.withLock { $0.handles.removeAll() }
        }
    }
}
