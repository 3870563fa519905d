import Metrics
import Synchronization

/// Counts and times requests. A meter is looked up by its labels once and kept: routes and statuses are few.
final class RequestMeters: Sendable {
    private static let keptMax = 2_000

    private struct Name: Hashable {
        let route: String
        let status: Int
    }

    private let kept = Mutex<[Name: (counter: Counter, timer: Metrics.Timer)]>([:])

    func count(route: String, status: Int, nanoseconds: Int64) {
        let meter = kept.withLock { kept in
            if let known = kept[Name(route: route, status: status)] { return known }
            if kept.count >= RequestMeters.keptMax { kept.removeAll() }
            let made = (
                counter: Counter(label: "http_requests", dimensions: [("route", route), ("status", "\(status)")]),
                timer: Metrics.Timer(label: "http_request", dimensions: [("route", route)])
            )
            kept[Name(route: route, status: status)] = made
            return made
        }
        meter.counter.increment()
        meter.timer.recordNanoseconds(nanoseconds)
    }
}
