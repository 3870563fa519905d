import BusinessTime
import Foundation

/// What a claimer keeps in mind from claim to claim while more is due than a look at the queue's head tells: the streams with
/// due work, in the order in which they are served (`spec/queue.md` rule 1), and from where on each of them is looked through.
///
/// It is made by a walk from stream to stream and believed for `walkSeconds`; then, and when those of a long ring have been
/// served, the walk goes on behind the last one served. In between, a stream whose work has just become due is added behind the
/// others, and one that gave nothing is left out. What a walk cannot have seen (a job that came back to the queue with its old
/// time, one whose transaction took long to commit) is found by the next one.
package struct Ring: Sendable {
    package static let walkSeconds: Int64 = 1
    /// Streams served in one turn …
    package static let streamsMax = 40
    /// … and looked at in a walk, due or not: at some 10 µs each not more than a fiftieth of `walkSeconds`. Where there are
    /// more, every round needs a walk of its own.
    package static let hopsMax = 2_000

    /// Behind which stream a walk begins. Of any kind, those of newer binaries included.
    struct Place: Sendable, Hashable {
        let tenantID: UUID
        let kind: String

        static let start = Place(tenantID: .lowest, kind: "")
    }

    struct Stop: Sendable, Hashable {
        let stream: JobStream
        /// None that nobody has is due before: its earliest when the ring was walked, then the latest that was had of it.
        var since: Instant
    }

    /// From one stream to the next, of all kinds.
    struct Walk {
        var stops: [Stop]
        /// Where it ended before it was round; nil when it was.
        var end: Place?
    }

    /// The head of the queue was full: streams are served in turn.
    var isNeeded = false
    private(set) var place = Place.start
    private var end: Place?
    private var walkedAt: ContinuousClock.Instant?
    /// To be served, and served in this round.
    private var ahead: [JobStream] = []
    private var behind: [JobStream] = []
    /// Of each of them, as in `Stop`.
    private var since: [JobStream: Instant] = [:]

    package init() {}

    var count: Int { ahead.count + behind.count }

    /// Before this nothing was due that nobody had, when the ring was walked; nil when it knows a part of the streams only.
    var floor: Instant? { end == nil ? since.values.min() : nil }

    func mustWalk(at now: ContinuousClock.Instant) -> Bool {
        guard let walkedAt else { return true }
        return walkedAt + .seconds(Ring.walkSeconds) <= now || (end != nil && ahead.isEmpty)
    }

    mutating func take(_ walk: Walk, at now: ContinuousClock.Instant) {
        (ahead, behind, end, walkedAt) = (walk.stops.map(\.stream), [], walk.end, now)
        since = Dictionary(walk.stops.map { ($0.stream, $0.since) }, uniquingKeysWith: min)
    }

    /// Streams whose work became due since the walk.
    mutating func add(_ arrivals: [Stop]) {
        for arrival in arrivals {
            if let known = since[arrival.stream] {
                since[arrival.stream] = min(known, arrival.since)
            } else {
                since[arrival.stream] = arrival.since
                behind.append(arrival.stream)
            }
        }
    }

    /// Who is to be served now. Those of whom nothing is wanted are passed over until the next round.
    mutating func turn(isWanted: (JobStream) -> Bool) -> [Stop] {
        var turn: [Stop] = []
        var passed: [JobStream] = []
        func fill(from streams: inout [JobStream]) {
            var taken = 0
            while turn.count < Ring.streamsMax, taken < streams.count {
                let stream = streams[taken]
                if isWanted(stream), let since = since[stream] {
                    turn.append(Stop(stream: stream, since: since))
                } else {
                    passed.append(stream)
                }
                taken += 1
            }
            streams.removeFirst(taken)
        }
        fill(from: &ahead)
        if end == nil, turn.count < Ring.streamsMax {
            (ahead, behind) = (behind, [])
            fill(from: &ahead)
        }
        if ahead.isEmpty, let end { place = end }
        behind += passed
        return turn
    }

    /// What a turn gave. `isFull`: no more was wanted, so those behind the last one have not been asked. `keepsIdle`: who gave
    /// nothing may have been at a cap, and stays.
    mutating func served(_ turn: [Stop], _ jobs: [LeasedJob], isFull: Bool, keepsIdle: Bool) {
        let last = isFull ? turn.lastIndex { $0.stream == jobs.last?.stream } : nil
        let asked = turn.prefix(through: last ?? turn.count - 1)
        // Of a stream the earliest are had first.
        let latest = Dictionary(jobs.map { ($0.stream, $0.dueAt) }) { max($0 ?? .distantPast, $1 ?? .distantPast) }
        for stop in asked {
            if let latest = latest[stop.stream] {
                since[stop.stream] = max(stop.since, latest ?? stop.since)
            } else if !keepsIdle {
                since[stop.stream] = nil
                continue
            }
            behind.append(stop.stream)
        }
        ahead.insert(contentsOf: turn[asked.endIndex...].map(\.stream), at: 0)
        if let stream = asked.last?.stream, end == nil || !ahead.isEmpty {
            place = Place(tenantID: stream.tenantID, kind: stream.kind.rawValue)
        }
    }
}
