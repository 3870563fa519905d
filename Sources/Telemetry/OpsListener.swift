import Foundation
import Synchronization

/// Why the operations listener could not start.
package enum OpsListenerError: Error, Equatable, CustomStringConvertible {
    case address(String)
    case portTaken(host: String, port: Int)
    case system(call: String, code: Int32)
    case started

    package var description: String {
        switch self {
        case .address(let host): "the operations listener needs an IP address to bind, not \"\(host)\""
        case .portTaken(let host, let port): "port \(port) on \(host) is taken; another process listens there"
        case .system(let call, let code):
            "the operations listener failed in \(call): \(String(cString: strerror(code)))"
        case .started: "the operations listener was started before"
        }
    }
}

/// A small HTTP/1.1 listener on threads of its own for `/health`, `/live` and `/metrics`, so that they answer when the
/// service itself is stuck. One request a connection. Bounds: ``connectionsMax`` connections, ``headerBytesMax`` of
/// header, ``deadlineMilliseconds`` for reading and as long again for writing.
package final class OpsListener: Sendable {
    package static let connectionsMax = 16
    package static let headerBytesMax = 8_192
    package static let deadlineMilliseconds: Int64 = 5_000
    private static let backlog: Int32 = 64
    private static let acceptPauseMilliseconds: Int32 = 100

    private enum Phase {
        case idle
        case running(descriptor: Int32, wake: Int32, port: Int)
        case stopped
    }

    private let host: String
    private let requestedPort: Int
    private let health: @Sendable () -> HealthReport
    private let metrics: @Sendable () -> String
    private let phase = Mutex(Phase.idle)
    private let openConnections = Mutex(0)
    private let finished = NSCondition()
    private let isFinished = Mutex(false)

    /// Port 0 takes a free one; ``port`` tells which. `health` and `metrics` are called on the listener's threads.
    package init(
        host: String = "127.0.0.1",
        port: Int,
        health: @escaping @Sendable () -> HealthReport,
        metrics: @escaping @Sendable () -> String,
    ) {
        self.host = host
        requestedPort = port
        self.health = health
        self.metrics = metrics
    }

    /// The port listened on; nil unless running.
    package var port: Int? {
        phase.withLock { phase in
            guard case .running(_, _, let port) = phase else { return nil }
            return port
        }
    }

    /// Binds and returns; a listener starts once.
    package func start() throws(OpsListenerError) {
        let socket = try ListeningSocket(host: host, port: requestedPort, backlog: Self.backlog)
        var wake: [Int32] = [-1, -1]
        guard pipe(&wake) == 0 else {
            let code = errno
            close(socket.descriptor)
            throw .system(call: "pipe", code: code)
        }
        let (wakeReader, wakeWriter) = (wake[0], wake[1])
        for descriptor in wake {
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        }
        let isFirst = phase.withLock { phase in
            guard case .idle = phase else { return false }
            phase = .running(descriptor: socket.descriptor, wake: wakeWriter, port: socket.port)
            return true
        }
        guard isFirst else {
            close(wakeReader)
            close(wakeWriter)
            close(socket.descriptor)
            throw .started
        }
        let thread = Thread { self.acceptLoop(socket.descriptor, wakeReader) }
        thread.name = "ops-listener"
        thread.start()
    }

    /// Stops accepting and returns when the port is free. Connections being answered end by their own deadlines.
    package func stop() {
        let wake: Int32? = phase.withLock { phase in
            guard case .running(_, let wake, _) = phase else { return nil }
            phase = .stopped
            return wake
        }
        guard let wake else { return }
        close(wake)
        finished.lock()
        while !isFinished.withLock({ $0 }) {
            finished.wait()
        }
        finished.unlock()
    }

    /// Ends when the other end of `wake` is closed; there is no other way out, so a running listener always answers.
    private func acceptLoop(_ descriptor: Int32, _ wake: Int32) {
        while true {
            var waiting = [
                pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: wake, events: Int16(POLLIN), revents: 0),
            ]
            poll(&waiting, nfds_t(waiting.count), -1)
            guard waiting[1].revents == 0 else { break }
            guard waiting[0].revents != 0 else { continue }
            let client = accept(descriptor, nil, nil)
            if client >= 0 {
                _ = fcntl(client, F_SETFD, FD_CLOEXEC)
                _ = fcntl(client, F_SETFL, O_NONBLOCK)
                serve(client)
            } else if errno == EMFILE || errno == ENFILE {
                // Without this the loop would turn at full speed until a descriptor is free.
                poll(nil, 0, Self.acceptPauseMilliseconds)
            }
        }
        close(descriptor)
        close(wake)
        finished.lock()
        isFinished.withLock { $0 = true }
        finished.broadcast()
        finished.unlock()
    }

    private func serve(_ client: Int32) {
        let hasRoom = openConnections.withLock { count in
            guard count < Self.connectionsMax else { return false }
            count += 1
            return true
        }
        let connection = OpsConnection(descriptor: client)
        guard hasRoom else {
            connection.refuse(OpsResponse(.unavailable))
            return
        }
        let thread = Thread {
            connection.answer { self.response($0) }
            self.openConnections.withLock { $0 -= 1 }
        }
        thread.name = "ops-connection"
        thread.start()
    }

    private func response(_ request: OpsRequest) -> OpsResponse {
        guard let path = OpsPath(rawValue: request.path) else { return OpsResponse(.notFound) }
        guard OpsRequest.Method(rawValue: request.method) != nil else { return OpsResponse(.methodNotAllowed) }
        switch path {
        case .live:
            return OpsResponse(.ok, body: "{\"status\":\"live\"}\n")
        case .health:
            let report = health()
            return OpsResponse(report.isReady ? .ok : .unavailable, body: report.json)
        case .metrics:
            return OpsResponse(.ok, contentType: PrometheusRegistry.contentType, body: metrics())
        }
    }
}
