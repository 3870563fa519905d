import NIOCore

/// An event loop as the place where a task runs: the thread that reads and writes its socket, which saves two changes of
/// thread a request and, because a task that is already where it belongs goes on at once, some forty turns through the
/// queue of that thread. Safe because no task of ours blocks: whatever waits for the database waits on a thread of the pool.
final class SocketThread: TaskExecutor {
    private let eventLoop: any EventLoop

    init(eventLoop: any EventLoop) { self.eventLoop = eventLoop }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        eventLoop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
