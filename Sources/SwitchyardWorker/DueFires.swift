package import BusinessTime

/// The fires that have come since a schedule was decided last, as far as its catch-up policy makes them.
package struct DueFires: Hashable, Sendable {
    /// A fire is missed when nobody looked for so long.
    package static let graceSeconds: Int64 = 60
    /// Ascending.
    package let fires: [Instant]
    /// Some came that nothing makes up for.
    package let isPassedOver: Bool

    /// `decidedUntil` nil is a schedule that was never decided. Where one fire makes up for all it has one now: what a new
    /// database needs does not wait for the next.
    package init(_ timing: CronTiming, _ catchUp: Schedule.CatchUp, since decidedUntil: Instant?, at now: Instant) {
        switch catchUp {
        case .skip:
            let since = decidedUntil ?? now
            let fresh = max(since, now.adding(seconds: -DueFires.graceSeconds))
            fires = timing.newest(1, after: fresh, through: now).fires
            isPassedOver = timing.next(after: since) < (fires.first ?? now)
        case .once:
            fires = decidedUntil.map { timing.newest(1, after: $0, through: now).fires } ?? [now]
            isPassedOver = false
        case .all(let max):
            (fires, isPassedOver) = timing.newest(max, after: decidedUntil ?? now, through: now)
        }
    }

    package var isEmpty: Bool { fires.isEmpty && !isPassedOver }
}
