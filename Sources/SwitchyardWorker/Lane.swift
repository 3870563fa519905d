package import Dispatch
package import Logging

/// What a lane does, over and over: one round, without waiting for work. It owns its connections and is not Sendable.
package protocol LaneWork {
    func runOnce() throws -> Counts
}

/// A serial queue with one piece of work of its own, made on it, connections included. When a round throws (the server was
/// restarted, a connection died) the work is made anew after a back-off. A lane ends when its gate closes, and never else.
package final class Lane: Sendable {
    package static let backoffMillisecondsMin = 100
    package static let backoffMillisecondsMax = 5_000
    /// A round that takes longer is stuck: no statement of ours runs for so long.
    package static let patienceSeconds = 60

    /// What a lane does between rounds that found nothing.
    package enum Idle: Sendable {
        /// Waits at the gate, for so long at most.
        case gate(milliseconds: Int)
        /// Sleeps for so long after every round, whatever it found.
        case pause(milliseconds: Int)
    }

    private let name: String
    private let gate: Gate
    private let idle: Idle
    private let queue: DispatchQueue
    private let makeWork: @Sendable () throws -> any LaneWork
    private let watch: LaneWatch
    private let patience: Duration
    private let log: Logger

    package init(
        _ name: String,
        gate: Gate,
        idle: Idle,
        watch: LaneWatch,
        patienceSeconds: Int = patienceSeconds,
        log: Logger,
        makeWork: @escaping @Sendable () throws -> any LaneWork
    ) {
        self.name = name
        self.gate = gate
        self.idle = idle
        self.watch = watch
        patience = .seconds(patienceSeconds)
        self.makeWork = makeWork
        var log = log
        log[metadataKey: "lane"] = "\(name)"
        self.log = log
        queue = DispatchQueue(label: "switchyard.worker.\(name)")
    }

    /// Runs until the gate closes; `group` is left then.
    package func start(in group: DispatchGroup) {
        group.enter()
        queue.async { [self] in
            live()
            watch.ended(name)
            group.leave()
        }
    }

    private func live() {
        var failures = 0
        while !gate.isClosing {
            watch.works(name, patience: patience)
            do {
                let work = try makeWork()
                while !gate.isClosing {
                    try round(work)
                    failures = 0
                }
            } catch {
                failures += 1
                watch.fails(name)
                WorkerMetrics.laneRestarted(Lane.family(name))
                log.error("lane failed and starts again", metadata: ["cause": "\(error)", "failures": "\(failures)"])
                gate.pause(milliseconds: Lane.backoffMilliseconds(failures: failures))
            }
        }
    }

    private func round(_ work: any LaneWork) throws {
        let openings = gate.openings
        watch.works(name, patience: patience)
        let counts = try work.runOnce()
        watch.rests(name)
        if counts.mayHaveMadeWork { gate.open() }
        switch idle {
        case .gate(let milliseconds): if counts.isIdle { gate.wait(after: openings, milliseconds: milliseconds) }
        case .pause(let milliseconds): gate.pause(milliseconds: milliseconds)
        }
    }

    /// What it is called without its number.
    static func family(_ name: String) -> String { String(name.prefix { !$0.isNumber && $0 != "-" }) }

    package static func backoffMilliseconds(failures: Int) -> Int {
        let doublings = min(max(failures - 1, 0), 16)
        return min(backoffMillisecondsMin << doublings, backoffMillisecondsMax)
    }
}
