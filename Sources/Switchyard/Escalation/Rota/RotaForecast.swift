package import BusinessTime
package import Foundation

/// What publishing looks at: the coming 90 days of every post (`spec/sla.md` E7).
package struct RotaForecast: Sendable {
    package static let days = 90
    /// Gaps and double bookings that are told of one post; the rest is only counted.
    package static let toldMax = 20

    /// A post without anybody.
    package struct Gap: Sendable, Hashable {
        package let post: DutyPost
        package let period: Range<Instant>
    }

    /// One person with two posts at the same time.
    package struct DoubleBooking: Sendable, Hashable {
        package let personID: UUID
        package let post: DutyPost
        package let other: DutyPost
        package let period: Range<Instant>
    }

    package let range: Range<Instant>
    package let stretches: [DutyPost: [RotaLine.Stretch]]
    package let gaps: [Gap]
    package let doubleBookings: [DoubleBooking]

    package init(_ line: RotaLine, from start: Instant) {
        let range = start..<start.adding(seconds: Int64(Self.days) * CivilDate.secondsPerDay)
        self.range = range
        var stretches: [DutyPost: [RotaLine.Stretch]] = [:]
        for post in DutyPost.allCases {
            let found = line.stretches(post, in: range)
            if !found.isEmpty { stretches[post] = found }
        }
        self.stretches = stretches
        gaps = stretches.sorted { $0.key < $1.key }.flatMap { post, stretches in
            stretches.filter { $0.duty == nil }.map { Gap(post: post, period: $0.period) }
        }
        doubleBookings = Self.doubleBookings(stretches)
    }

    /// A sweep over every post's stretches together, in order of their beginnings.
    private static func doubleBookings(_ stretches: [DutyPost: [RotaLine.Stretch]]) -> [DoubleBooking] {
        var found: [DoubleBooking] = []
        let posts = stretches.keys.sorted()
        for (index, post) in posts.enumerated() {
            for other in posts[(index + 1)...] {
                found += meetings(of: stretches[post] ?? [], with: stretches[other] ?? []).map { person, period in
                    DoubleBooking(personID: person, post: post, other: other, period: period)
                }
            }
        }
        return found
    }

    private static func meetings(
        of left: [RotaLine.Stretch],
        with right: [RotaLine.Stretch]
    ) -> [(UUID, Range<Instant>)] {
        var found: [(UUID, Range<Instant>)] = []
        var first = right.startIndex
        for stretch in left {
            while first < right.endIndex, right[first].period.upperBound <= stretch.period.lowerBound { first += 1 }
            for other in right[first...] {
                guard other.period.lowerBound < stretch.period.upperBound else { break }
                guard let person = stretch.duty?.personID, person == other.duty?.personID else { continue }
                found.append((person, stretch.period.clamped(to: other.period)))
            }
        }
        return found
    }
}
