package import BusinessTime
package import Foundation

/// One rotation: people in turn, each for so many days, from hand-off to hand-off (`spec/sla.md` E7).
package struct RotaLayer: Sendable {
    package static let peopleMax = 100
    package static let everyDaysMax = 366

    package let name: String
    package let people: [UUID]
    /// The first shift begins at the hand-off of this date; before it the layer has nobody.
    package let startsOn: CivilDate
    package let handoff: WallTime
    package let everyDays: Int
    /// Nil: round the clock.
    package let hours: OpenTime?
    let days: DayBoundaries

    init(
        name: String,
        people: [UUID],
        startsOn: CivilDate,
        handoff: WallTime,
        everyDays: Int,
        hours: OpenTime?,
        days: DayBoundaries
    ) {
        self.name = name
        self.people = people
        self.startsOn = startsOn
        self.handoff = handoff
        self.everyDays = everyDays
        self.hours = hours
        self.days = days
    }

    /// Whose turn it is; nil before the first shift and outside the hours.
    func person(at instant: Instant) -> UUID? {
        let shift = shift(at: instant)
        guard shift >= 0 else { return nil }
        if let hours, !hours.isOpen(at: instant) { return nil }
        return people[shift % people.count]
    }

    /// Instants inside the range at which `person(at:)` may change.
    func changes(in range: Range<Instant>) -> [Instant] {
        var instants: [Instant] = []
        for shift in max(0, shift(at: range.lowerBound))...max(0, shift(at: range.upperBound)) {
            instants.append(start(ofShift: shift))
        }
        for open in hours?.segments(from: range.lowerBound, to: range.upperBound) ?? [] {
            instants += [open.lowerBound, open.upperBound]
        }
        return instants.filter { range.lowerBound < $0 && $0 < range.upperBound }
    }

    /// From 0; negative before the first. A shift that the zone's clock skips has no length and nobody's turn is lost to
    /// two people at once: `f` is monotone.
    private func shift(at instant: Instant) -> Int {
        let day = days.date(at: instant).dayNumber - startsOn.dayNumber
        let shift = day >= 0 ? day / everyDays : -1
        return shift >= 0 && start(ofShift: shift) > instant ? shift - 1 : shift
    }

    private func start(ofShift shift: Int) -> Instant {
        days.first(handoff, on: startsOn.adding(days: shift * everyDays))
    }
}
