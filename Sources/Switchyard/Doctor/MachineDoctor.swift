import BusinessTime
import Foundation
import Postgres

/// The machine the doctor runs on: its clock and its disks.
enum MachineDoctor {
    static func clock(_ visit: DoctorVisit) throws -> DoctorWord {
        let connection = try visit.connection()
        let before = visit.outside.machineTime()
        guard let row = try connection.query("SELECT clock_timestamp()").first else { throw StoredValueUnknown() }
        let after = visit.outside.machineTime()
        let database: Instant = try row.column(0)
        let machine = Instant(microseconds: before.microseconds + after.microseconds(since: before) / 2)
        let seconds = Double(machine.microseconds(since: database)) / Double(Instant.microsecondsPerSecond)
        let found = String(format: "%+.1f s against the database", locale: nil, seconds)
        let advice = "Run NTP on both machines: signatures and certificates go by the machine's clock."
        return .graded(abs(seconds), visit.limits.clockSeconds, found, unit: "s", advice)
    }

    /// The database's disk where it is on this machine, and where mails are laid down.
    static func disks(_ visit: DoctorVisit) throws -> [DoctorWord] {
        var places: [(name: String, path: String)] = []
        if let data = try dataDirectory(visit) { places.append(("database", data)) }
        if let folder = visit.config.optional("SWITCHYARD_MAIL_FOLDER") { places.append(("mail folder", folder)) }
        let words = places.compactMap { place in
            visit.outside.disk(place.path).map { word(place.name, $0, visit.limits) }
        }
        guard places.contains(where: { $0.name == "database" }), words.count == places.count else {
            let unseen = DoctorWord.warn(
                "the database's disk cannot be seen from here",
                limit: "\(Int(visit.limits.diskPercent.warn)) % at most",
                "Run the doctor on the database's machine with DATABASE_URL, or watch its disk there."
            )
            return words + [unseen]
        }
        return words
    }

    static func word(_ name: String, _ disk: DoctorOutside.Disk, _ limits: DoctorLimits) -> DoctorWord {
        let used = disk.totalBytes > 0 ? 100 - Double(disk.freeBytes) / Double(disk.totalBytes) * 100 : 100
        let found = "\(name): \(Int(used.rounded())) % used, \(disk.freeBytes / 1_073_741_824) GiB free"
        return .graded(used, limits.diskPercent, found, unit: "%", "Make room: a full disk stops every promise.")
    }

    /// Nil where the server is another machine, or does not tell a role like ours.
    private static func dataDirectory(_ visit: DoctorVisit) throws -> String? {
        guard let administrator = visit.administrator else { return nil }
        let host = try visit.config.connection(.administrator, name: "").host ?? ""
        guard host.isEmpty || host.hasPrefix("/") || ["localhost", "127.0.0.1", "::1"].contains(host) else {
            return nil
        }
        return try administrator.query("SELECT setting FROM pg_settings WHERE name = 'data_directory'").first?.column(0)
    }
}
