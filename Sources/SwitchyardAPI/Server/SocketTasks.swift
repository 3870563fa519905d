import HummingbirdCore
import Logging
import NIOCore

/// HTTP/1.1 whose tasks run on the thread that reads and writes their socket, which saves two changes of thread a request
/// and, because a task that is already where it belongs goes on at once, some forty turns through the queue of that thread.
/// Safe because no task of ours blocks: whatever waits for the database waits on a thread of the pool.
struct SocketTasks: ServerChildChannel {
    let http: HTTP1Channel

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<HTTP1Channel.Value> {
        http.setup(channel: channel, logger: logger)
    }

    func handle(value: HTTP1Channel.Value, logger: Logger) async {
        await withTaskExecutorPreference(SocketThread(eventLoop: value.channel.eventLoop)) {
            await http.handle(value: value, logger: logger)
        }
    }
}

/// An event loop as the place where a task runs.
private final class SocketThread: TaskExecutor {
    private let eventLoop: any EventLoop

    init(eventLoop: any EventLoop) { self.eventLoop = eventLoop }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        eventLoop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
