import BusinessTime
import Foundation

/// The mark of a route that will go: since when it should not be used, and when it stops to answer.
struct Deprecation: Sendable, Hashable {
    /// What callers have at least to move, from the mark to the end.
    static let noticeDaysMin: Int64 = 180

    let since: Instant
    let sunset: Instant

    /// - Parameter noticeDays: from the mark to the end; less than `noticeDaysMin` is the programmer's error.
    init(since: Instant, noticeDays: Int64 = noticeDaysMin) {
        precondition(noticeDays >= Deprecation.noticeDaysMin, "a route runs on for \(Deprecation.noticeDaysMin) days")
        self.since = since
        sunset = since.adding(seconds: noticeDays * 86_400)
    }

    /// RFC 9745 and RFC 8594.
    var headers: [(name: String, value: String)] {
        [
            ("deprecation", "@\(since.microseconds / 1_000_000)"), ("sunset", HTTPDate.text(sunset.date)),
            ("link", "<\(ContractRules.address)>; rel=\"deprecation\""),
        ]
    }
}
