import BusinessTime
import Foundation
import Postgres

/// Sources that should have been heard by now. A sender whose deployment broke sends nothing that could be refused, so nobody would
/// hear of it before the exchange's customers do.
///
/// Counted in the open time of the tenant's default calendar (round the clock where there is none): an exchange whose customers
/// sleep at night is not alarmed every night, and whoever is told is at work. It is one subtraction of what is compiled anyway.
package enum SilentSources {
    /// Of one tenant. A hundred times more than anybody has; those beyond are not watched.
    static let sourcesMax = 2_000

    /// Raises and ends alarms. Nobody is taken for silent before all receipts have been looked through.
    package static func review(in tx: TenantTransaction) throws -> AlarmReview {
        let isNothingToWatch = try SourceStanding.all(limit: 1, in: tx).isEmpty
        guard try !isNothingToWatch || !Alarm.open(.sourceSilent, in: tx).isEmpty else { return AlarmReview() }
        guard try SourceHearing.advance(in: tx) else { return AlarmReview(hasMore: true) }
        return try judge(
            SourceStanding.all(limit: sourcesMax, in: tx),
            Alarm.open(.sourceSilent, in: tx),
            in: tx
        )
    }

    private static func judge(
        _ sources: [SourceStanding],
        _ open: [String: Alarm],
        in tx: TenantTransaction
    ) throws -> AlarmReview {
        let now = try tx.now
        let openTime = try tx.settings().calendar().line.openTime(knownAt: now)
        var rest = open
        var found = AlarmReview()
        for source in sources {
            let since = source.lastAcceptedAt ?? source.createdAt
            let isSilent = source.silentAfterMinutes.map { minutes in
                openTime.elapsed(from: since, to: now) >= minutes * 60 * Instant.microsecondsPerSecond
            }
            let standing = rest.removeValue(forKey: source.id.text)
            if let standing, isSilent != true || standing.since < since {
                try standing.end(in: tx)
                found.ended += 1
            } else if standing != nil {
                continue
            }
            guard isSilent == true, try raise(source, since: since, in: tx) else { continue }
            found.raised += 1
        }
        // Of sources that are disabled.
        for alarm in rest.values {
            try alarm.end(in: tx)
            found.ended += 1
        }
        return found
    }

    private static func raise(_ source: SourceStanding, since: Instant, in tx: TenantTransaction) throws -> Bool {
        var words = ["source": source.name, "minutes": String(source.silentAfterMinutes ?? 0)]
        if source.lastAcceptedAt == nil { words["never"] = "never" }
        return try Alarm.raise(.sourceSilent, source.id.text, since: since, words, in: tx)
    }
}
