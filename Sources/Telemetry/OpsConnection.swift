import Foundation

/// One accepted connection of the operations listener: read a header, answer, close.
struct OpsConnection: Sendable {
    private static let readBytes = 2_048
    private static let drainReadsMax = 16

    let descriptor: Int32

    private enum Reading {
        case header([UInt8])
        case closed, tooLarge, tooSlow
    }

    func answer(_ respond: (OpsRequest) -> OpsResponse) {
        defer { close(descriptor) }
        switch readHeader() {
        case .closed:
            break
        case .tooLarge:
            finish(OpsResponse(.headerTooLarge).bytes())
        case .tooSlow:
            finish(OpsResponse(.timeout).bytes())
        case .header(let bytes):
            guard let request = OpsRequest(header: bytes) else {
                finish(OpsResponse(.badRequest).bytes())
                return
            }
            finish(respond(request).bytes(withBody: request.method != OpsRequest.Method.head.rawValue))
        }
    }

    /// What fits the socket's buffer goes out; nobody waits for a connection that is one too many.
    func refuse(_ response: OpsResponse) {
        let bytes = response.bytes()
        _ = bytes.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        shutdown(descriptor, Int32(SHUT_WR))
        close(descriptor)
    }

    private func readHeader() -> Reading {
        let deadline = Self.monotonicMilliseconds() + OpsListener.deadlineMilliseconds
        var header: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: Self.readBytes)
        while header.count <= OpsListener.headerBytesMax {
            guard wait(for: POLLIN, until: deadline) else { return .tooSlow }
            let count = recv(descriptor, &chunk, chunk.count, 0)
            if count < 0, errno == EINTR || errno == EAGAIN { continue }
            guard count > 0 else { return .closed }
            let searchStart = max(0, header.count - 3)
            header += chunk[..<count]
            if Self.endsHeader(header[searchStart...]) {
                return header.count <= OpsListener.headerBytesMax ? .header(header) : .tooLarge
            }
        }
        return .tooLarge
    }

    private static func endsHeader(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.indices.contains { bytes[$0...].starts(with: [0x0D, 0x0A, 0x0D, 0x0A]) }
    }

    /// Writes, says so, and reads away what is left: closing on unread bytes would cut the answer off.
    private func finish(_ bytes: [UInt8]) {
        let deadline = Self.monotonicMilliseconds() + OpsListener.deadlineMilliseconds
        var offset = 0
        while offset < bytes.count {
            guard wait(for: POLLOUT, until: deadline) else { return }
            let count = bytes[offset...].withUnsafeBytes {
                send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count < 0, errno == EINTR || errno == EAGAIN { continue }
            guard count > 0 else { return }
            offset += count
        }
        shutdown(descriptor, Int32(SHUT_WR))
        var chunk = [UInt8](repeating: 0, count: Self.readBytes)
        for _ in 0..<Self.drainReadsMax {
            guard wait(for: POLLIN, until: deadline), recv(descriptor, &chunk, chunk.count, 0) > 0 else { return }
        }
    }

    private func wait(for event: Int32, until deadline: Int64) -> Bool {
        let remaining = deadline - Self.monotonicMilliseconds()
        guard remaining > 0 else { return false }
        var waiting = pollfd(fd: descriptor, events: Int16(event), revents: 0)
        let count = poll(&waiting, 1, Int32(clamping: remaining))
        return count > 0 || count < 0 && errno == EINTR
    }

    private static func monotonicMilliseconds() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
    }
}
