package import Foundation
import Switchyard
import Synchronization

/// How fast somebody may ask: `perSecond` on average, and what was not used of the last `burstSeconds` at once.
package struct Rate: Sendable, Hashable {
    package let perSecond: Int
    package let burstSeconds: Int

    package init(perSecond: Int, burstSeconds: Int) {
        self.perSecond = max(1, perSecond)
        self.burstSeconds = max(1, burstSeconds)
    }

    var burst: Int { perSecond * burstSeconds }
}

/// The limits of one process (`spec/tenancy.md`, resources). Each process of the tier counts by itself.
package struct RateLimits: Sendable, Hashable {
    package var credential = Rate(perSecond: 500, burstSeconds: 4)
    package var tenant = Rate(perSecond: 2_000, burstSeconds: 4)
    /// Refused credentials, and pages that are open to everybody.
    package var address = Rate(perSecond: 10, burstSeconds: 6)

    package init() {}
}

/// Whoever is counted.
package enum RateSubject: Sendable, Hashable {
    case credential(UUID)
    case tenant(UUID)
    case address(String)
}

/// Token buckets, one a subject. Nobody is kept out for what another does: an address is asked only where its caller showed
/// nothing that is known.
package final class RateGate: Sendable {
    /// Beyond it those that are full again are forgotten, and then all: forgetting gives a caller no more than a burst.
    package static let subjectsMax = 50_000

    private struct Bucket {
        var tokens: Double
        var filledAt: ContinuousClock.Instant
    }

    private let limits: RateLimits
    private let now: @Sendable () -> ContinuousClock.Instant
    private let buckets = Mutex<[RateSubject: Bucket]>([:])

    package init(_ limits: RateLimits, now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }) {
        self.limits = limits
        self.now = now
    }

    /// Counts one request, or refuses it.
    ///
    /// - Throws: `RateExceeded`.
    @discardableResult
    package func admit(_ subject: RateSubject) throws -> RateStanding {
        let rate = rate(of: subject)
        let instant = now()
        let tokens = buckets.withLock { buckets in
            var bucket = buckets[subject] ?? Bucket(tokens: Double(rate.burst), filledAt: instant)
            bucket.tokens = min(
                Double(rate.burst),
                bucket.tokens + bucket.filledAt.duration(to: instant).seconds * Double(rate.perSecond)
            )
            bucket.filledAt = instant
            let left = bucket.tokens - 1
            if left >= 0 { bucket.tokens = left }
            if buckets[subject] == nil, buckets.count >= RateGate.subjectsMax { forget(in: &buckets, at: instant) }
            buckets[subject] = bucket
            return left
        }
        let standing = RateStanding(rate: rate, remaining: Int(tokens.rounded(.down)))
        guard tokens >= 0 else { throw RateExceeded(standing: standing) }
        return standing
    }

    private func rate(of subject: RateSubject) -> Rate {
        switch subject {
        case .credential: limits.credential
        case .tenant: limits.tenant
        case .address: limits.address
        }
    }

    private func forget(in buckets: inout [RateSubject: Bucket], at instant: ContinuousClock.Instant) {
        buckets = buckets.filter { subject, bucket in
            let rate = rate(of: subject)
            let tokens = bucket.tokens + bucket.filledAt.duration(to: instant).seconds * Double(rate.perSecond)
            return tokens < Double(rate.burst)
        }
        if buckets.count >= RateGate.subjectsMax { buckets.removeAll() }
    }
}

/// What is left to somebody, as the fields of the IETF's draft on rate limits say it.
package struct RateStanding: Sendable, Hashable {
    let rate: Rate
    /// Requests that may come at once.
    package let remaining: Int

    /// Seconds until one more may come.
    var waitSeconds: Int { remaining > 0 ? 0 : 1 }

    var headers: [(name: String, value: String)] {
        [
            ("ratelimit-policy", "\"default\";q=\(rate.burst);w=\(rate.burstSeconds)"),
            ("ratelimit", "\"default\";r=\(max(0, remaining));t=\(waitSeconds)"),
        ]
    }
}

/// Too many requests of one caller; the others never notice.
package struct RateExceeded: Error, Sendable {
    package let standing: RateStanding

    func reply(in language: ProblemLanguage) -> Reply {
        var reply = Problem.reply("rate_limited", in: language)
        reply.headers += standing.headers + [("retry-after", "\(max(1, standing.waitSeconds))")]
        return reply
    }
}

extension Duration {
    fileprivate var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
