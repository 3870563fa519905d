import BusinessTime
import Foundation

/// Zones change their rules, and the rules come with the toolchain of a release (`spec/sla.md T7`).
package enum ZoneRules {
    /// Where a Linux keeps the version of its own.
    package static let systemFile = "/usr/share/zoneinfo/tzdata.zi"
    private static let headerBytesMax = 64

    /// Those that every calendar is compiled with here, like `2025b`.
    package static var current: String { OpenTime.timeZoneDataVersion }

    /// Versions are a year and a letter, so their order is that of their texts.
    package static func isNewer(_ version: String, than other: String) -> Bool { version > other }

    /// The version of the machine's own rules; nil where it does not say.
    package static func systemVersion(_ file: String = systemFile) -> String? {
        guard let handle = FileHandle(forReadingAtPath: file) else { return nil }
        defer { try? handle.close() }
        guard let head = try? handle.read(upToCount: headerBytesMax), let text = String(data: head, encoding: .utf8),
            let match = text.prefixMatch(of: /# version (?<version>\d{4}[a-z]+)\s/)
        else { return nil }
        return String(match.version)
    }

    /// What a calendar is taken to be published with, of the years around it; nil for one without a zone.
    static func offsets(of document: CalendarDocument, around instant: Instant) throws -> ZoneOffsets? {
        guard !document.alwaysOpen, let zone = document.zone else { return nil }
        return try ZoneOffsets(zone: zone, around: instant)
    }

    /// What a stored version is compiled with: as the zone was known when it was published, so that its past stays what it
    /// was. Nil where that is what this release knows as well.
    static func offsets(of release: String?, _ packed: [Int64]?) throws -> ZoneOffsets? {
        guard let packed, release != current else { return nil }
        guard let offsets = ZoneOffsets(packed: packed) else { throw StoredValueUnknown() }
        return offsets
    }

    /// Publishes calendars again that were compiled with older rules: the same document, in force at once or when it is due
    /// to be. What runs is derived anew from then on, and the versions of the calendar tell of it.
    ///
    /// - Returns: how many.
    package static func renew(in tx: TenantTransaction) throws -> Int {
        let stale = try SettingVersion.latestOfLines(.calendar, in: tx).filter { version in
            version.document["always_open"] != true
                && version.zoneData.map { isNewer(current, than: $0) } ?? true
        }
        for version in stale {
            var terms = PublishTerms()
            terms.line = version.line
            terms.effectiveFrom = version.effectiveFrom > (try tx.now) ? version.effectiveFrom : nil
            terms.confirmsNeverOpen = true
            _ = try PublishSetting.publish(.calendar, version.document, terms, in: tx)
        }
        return stale.count
    }
}
