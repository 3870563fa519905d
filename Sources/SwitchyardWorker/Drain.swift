import Dispatch
import Foundation
package import Logging

/// Ends a worker on SIGTERM or SIGINT: the first asks it to finish what it runs, the second ends the process at once.
package enum Drain {
    /// Never returns; the process ends from here.
    package static func runUntilSignal(
        _ worker: Worker,
        log: Logger,
        onSignal: @escaping @Sendable () -> Void = {},
        beforeExit: @escaping @Sendable () -> Void
    ) -> Never {
        let queue = DispatchQueue(label: "switchyard.worker.signals")
        let received = DispatchSemaphore(value: 0)
        let sources = [SIGTERM, SIGINT].map { number in
            // The default action would end the process before the source is asked.
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler { received.signal() }
            source.resume()
            return source
        }
        received.wait()
        onSignal()
        log.notice("stopping; a second signal ends at once")
        let drained = DispatchQueue(label: "switchyard.worker.drain")
        drained.async {
            let isDone = worker.stop()
            beforeExit()
            exit(isDone ? 0 : 1)
        }
        received.wait()
        log.warning("ended by a second signal")
        // At once: nothing of this process is waited for, nothing tidied up.
        withExtendedLifetime(sources) { _exit(130) }
    }
}
