/// Where a figure becomes a warning, and where a failure. Tests move them; the shipped program never does.
package struct DoctorLimits: Sendable {
    package struct Pair: Sendable {
        package var warn: Double
        package var fail: Double

        package init(warn: Double, fail: Double) {
            self.warn = warn
            self.fail = fail
        }
    }

    /// Between this machine's clock and the database's. Signatures bear five minutes.
    package var clockSeconds = Pair(warn: 2, fail: 30)
    /// Age of the oldest snapshot: dead rows stay for as long.
    package var snapshotSeconds = Pair(warn: 60, fail: 600)
    /// How long the oldest due work may have waited; the worker's own alarm is at the first of the two.
    package var dueSeconds = Pair(warn: 60, fail: 300)
    /// Jobs that died in the last 24 hours.
    package var deadJobs = Pair(warn: 0, fail: 100)
    /// How late something that happens by the clock may be; the rarest is looked at once a minute.
    package var scheduleSeconds = Pair(warn: 120, fail: 3_600)
    /// Bytes of log that a replica has not replayed, or that a slot keeps.
    package var replicaBytes = Pair(warn: 67_108_864, fail: 1_073_741_824)
    /// Percent of the slots.
    package var slotsPercent = Pair(warn: 80, fail: 100)
    /// Percent of a disk in use.
    package var diskPercent = Pair(warn: 80, fail: 95)
    /// What a certificate, key or grant has left.
    package var expiryDays: Int64 = 14
    /// Holidays have to be known so far ahead.
    package var holidayDays: Int64 = 60
    /// Days ahead for which finished jobs have a place of their own.
    package var daysAhead = 2

    package init() {}
}
