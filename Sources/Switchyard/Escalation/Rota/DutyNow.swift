package import BusinessTime
import Foundation
import Postgres

/// Who is on duty for a post at an instant, as people are told of it.
package struct DutyNow: Sendable {
    package enum State: String, CaseIterable, Sendable {
        case onDuty = "on_duty"
        /// Nobody, and somebody confirmed that.
        case gap
        /// Planned, but the grant has ended: the desk is asked instead.
        case grantMissing = "grant_missing"
    }

    package let post: DutyPost
    package let state: State
    package let duty: RotaLine.Duty?
    package let name: String?
    /// Until when it stays so, as far as the next 90 days tell.
    package let until: Instant

    /// Every post that has a rota then.
    package static func all(at instant: Instant, in tx: TenantTransaction) throws -> [DutyNow] {
        let line = try RotaLine.load(from: instant, in: tx)
        let end = instant.adding(seconds: Int64(RotaForecast.days) * CivilDate.secondsPerDay)
        let stretches = DutyPost.allCases.compactMap { post in
            line.stretches(post, in: instant..<end).first.map { (post, $0) }
        }
        .filter { $0.1.period.lowerBound == instant }
        let people = stretches.compactMap(\.1.duty?.personID)
        let grants = try DutyGrant.all(of: people, at: instant, in: tx)
        return stretches.map { post, stretch in
            let held = grants.first { $0.person.id == stretch.duty?.personID && $0.entitles(to: post) }
            return DutyNow(
                post: post,
                state: stretch.duty == nil ? .gap : held == nil ? .grantMissing : .onDuty,
                duty: stretch.duty,
                name: held?.person.name,
                until: stretch.period.upperBound
            )
        }
    }
}
