import Foundation
package import Logging
package import Switchyard

/// Writes the endings of jobs in batches, each only while the job's lease is ours. Its gate is the bell of `Completions`.
package final class CompletionLane: LaneWork {
    private let completions: Completions
    private let queue: QueueSession
    private let gate: Gate
    private let log: Logger

    /// `gate` is opened when an ending lets another job begin.
    package init(_ completions: Completions, queue: QueueSession, gate: Gate, log: Logger) {
        self.completions = completions
        self.queue = queue
        self.gate = gate
        self.log = log
    }

    package func runOnce() throws -> Counts {
        let openings = completions.bell.openings
        let count = completions.count
        guard count > 0 else { return Counts() }
        if count < Completions.rowsWanted {
            completions.bell.wait(after: openings, milliseconds: Completions.waitMilliseconds)
        }
        return try flush()
    }

    /// Writes what lies there now, without waiting for more.
    package func flush() throws -> Counts {
        let endings = completions.take()
        guard !endings.isEmpty else { return Counts() }
        do {
            return try conclude(endings)
        } catch {
            // Whatever of it was written is not written again: its lease is gone.
            completions.takeBack(endings)
            throw error
        }
    }

    /// When the database refuses them together, its two halves, down to the one that is refused alone. That one is left to its
    /// deadline, and then tried again.
    private func conclude(_ endings: [JobEnding]) throws -> Counts {
        do {
            return tell(endings, concluded: try queue.conclude(endings))
        } catch  where !isFailureOfStore(error) {
            guard endings.count > 1 else {
                log.error("ending of a job is refused", metadata: endings[0].job.metadata(cause: error))
                return Counts(failed: 1)
            }
            let middle = endings.count / 2
            var counts = try conclude(Array(endings[..<middle]))
            counts += try conclude(Array(endings[middle...]))
            return counts
        }
    }

    private func tell(_ endings: [JobEnding], concluded: Set<UUID>) -> Counts {
        var ended: [Ended: Int] = [:]
        for ending in endings {
            let isStale = !concluded.contains(ending.job.id)
            if isStale { log.notice("lease lost, nothing written", metadata: ending.job.metadata()) }
            ended[Ended(kind: ending.job.kind, outcome: isStale ? "stale" : ending.fate.name), default: 0] += 1
        }
        if endings.contains(where: \.job.endLetsOthersBegin) { gate.open() }
        for (each, count) in ended { WorkerMetrics.jobsEnded(each.kind, each.outcome, count) }
        return Counts(done: concluded.count, skipped: endings.count - concluded.count)
    }

    private struct Ended: Hashable {
        let kind: JobKind
        let outcome: String
    }
}

extension LeasedJob {
    /// As log lines name a job.
    func metadata(cause: Any? = nil) -> Logger.Metadata {
        var words: Logger.Metadata = [
            "job": "\(id.text)", "kind": "\(kind.rawValue)", "tenant": "\(tenantID.text)",
            "subject": "\(subjectID.text)", "attempt": "\(attempt)",
        ]
        if let cause { words["cause"] = "\(cause)" }
        if let traceParent { words["traceparent"] = "\(traceParent.text)" }
        return words
    }
}
