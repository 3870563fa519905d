import BusinessTime
import Foundation
import Postgres
import TestSupport

@testable import Switchyard

/// Publishing, and carrying what was published to the cases, as a test does it.
extension TenantFixture {
    func publish(
        _ kind: SettingKind,
        _ document: JSON,
        _ change: (inout PublishTerms) -> Void = { _ in }
    ) throws -> SettingVersion {
        var terms = PublishTerms()
        change(&terms)
        return try transaction(as: tenantAdmin.actor) { try PublishSetting.publish(kind, document, terms, in: $0) }
    }

    /// Runs batches until the sweep waits or ends; a sweep that never rests fails the test.
    @discardableResult
    func sweep(_ version: SettingVersion, limit: Int = ClockSweep.casesMax) throws -> ClockSweep.Progress {
        for _ in 0..<1_000 {
            let progress = try transaction(as: .worker) { try ClockSweep.runOnce(version.id, limit: limit, in: $0) }
            if progress != .more { return progress }
        }
        throw NeverRests()
    }

    struct NeverRests: Error {}

    struct Swept: Equatable {
        let seen: Int
        let moved: Int
        let failed: Int
        let passedOver: Int
    }

    func swept(_ version: SettingVersion) throws -> Swept? {
        try asAdmin { connection in
            try connection.query(
                """
                SELECT cases_seen, cases_moved, cases_failed, cardinality(passed_over) FROM switchyard.clock_sweep
                WHERE tenant_id = \(tenantID) AND id = \(version.id)
                """
            ).first.map { row in
                var cursor = row.cursor()
                return Swept(
                    seen: try cursor.next(),
                    moved: try cursor.next(),
                    failed: try cursor.next(),
                    passedOver: try cursor.next()
                )
            }
        }
    }
}

enum Calendars {
    static let always: JSON = ["tz": "UTC", "always_open": true]

    /// The same hours every day of the week, UTC.
    static func daily(_ open: String, _ close: String) -> JSON {
        let days: [(key: String, value: JSON)] = Weekday.allCases.map {
            ($0.rawValue, [[.string(open), .string(close)]])
        }
        return ["tz": "UTC", "weekly": .object(JSONObject(days))]
    }
}
