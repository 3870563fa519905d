import CLibpq
import Foundation

extension Connection {
    /// The next result, or nil at the end of a statement. Writes what is left to write while it waits, so that a large
    /// batch and its large answer cannot block each other.
    func nextResult(_ pointer: OpaquePointer) throws -> ResultHandle? {
        var deadline: Deadline?
        while true {
            let unsent = PQflush(pointer)
            guard PQisBusy(pointer) != 0 else { break }
            guard unsent >= 0 else { throw lost(pointer) }
            // The clock is read only where there is something to wait for.
            let until = deadline ?? Deadline(milliseconds: settings.waitMillisecondsMax)
            deadline = until
            try wait(pointer, for: unsent == 0 ? POLLIN : POLLIN | POLLOUT, until: until)
            if PQconsumeInput(pointer) == 0, PQisBusy(pointer) != 0 { throw lost(pointer) }
        }
        return PQgetResult(pointer).map { ResultHandle($0) }
    }

    /// Closes the connection and says why.
    func lost(_ pointer: OpaquePointer) -> PostgresError {
        let message = firstLine(PQerrorMessage(pointer)) ?? "the server closed the connection"
        close()
        return PostgresError(kind: .connectionLost, message: message)
    }

    private func wait(_ pointer: OpaquePointer, for events: Int32, until deadline: Deadline) throws {
        switch waitForSocket(PQsocket(pointer), events: events, until: deadline) {
        case .ready: return
        case .failed: throw lost(pointer)
        case .expired:
            close()
            throw PostgresError(kind: .timeout, message: "no answer within \(settings.waitMillisecondsMax) ms")
        }
    }
}

enum SocketWait { case ready, expired, failed }

/// One poll, repeated only where a signal broke it off.
func waitForSocket(_ socket: Int32, events: Int32, until deadline: Deadline) -> SocketWait {
    while true {
        var descriptor = pollfd(fd: socket, events: Int16(events), revents: 0)
        let count = poll(&descriptor, 1, deadline.millisecondsLeft)
        if count > 0 { return .ready }
        if count == 0, deadline.millisecondsLeft == 0 { return .expired }
        if count < 0, errno != EINTR { return .failed }
    }
}

/// A point of the monotonic clock.
struct Deadline: Sendable, Comparable {
    private let instant: ContinuousClock.Instant

    init(milliseconds: Int) { instant = .now + .milliseconds(milliseconds) }

    var hasPassed: Bool { instant <= .now }

    /// Rounded up, so that a wait of this length does not end too early; 0 once it has passed.
    var millisecondsLeft: Int32 {
        let left = instant - .now
        guard left > .zero else { return 0 }
        let milliseconds = left / .milliseconds(1)
        return Int32(min(milliseconds.rounded(.up), Double(Int32.max)))
    }

    static func < (first: Deadline, second: Deadline) -> Bool { first.instant < second.instant }
}
