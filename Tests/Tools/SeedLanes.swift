import Foundation

/// Threads of their own for tests that compute for long: the few that Swift's tasks share stay free for the tests that have
/// a limit of time.
final class SeedLanes: TaskExecutor {
    static let shared = SeedLanes()

    private let queue = OperationQueue()

    private init() {
        queue.name = "seeds"
        queue.maxConcurrentOperationCount = ProcessInfo.processInfo.activeProcessorCount
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.addOperation { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
