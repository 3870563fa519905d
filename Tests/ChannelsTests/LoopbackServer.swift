import Foundation
import Synchronization

/// A TCP server on 127.0.0.1 for one test: every connection runs the script on a thread of its own.
final class LoopbackServer: Sendable {
    let port: Int
    private let descriptor: Int32
    private let accepted = Mutex(0)

    var connectionCount: Int { accepted.withLock { $0 } }

    init(script: @escaping @Sendable (LoopbackConnection) -> Void) throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr = in_addr(s_addr: UInt32(0x7F00_0001).bigEndian)
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(descriptor, address, size) == 0 && listen(descriptor, 64) == 0
                    && getsockname(descriptor, address, &size) == 0
            }
        }
        guard result else { throw POSIXError(.EADDRNOTAVAIL) }
        self.descriptor = descriptor
        port = Int(in_port_t(bigEndian: address.sin_port))
        Thread.detachNewThread { [weak self] in
            while true {
                let client = accept(descriptor, nil, nil)
                // A child process that ends elsewhere in the tests interrupts calls here.
                if client < 0, errno == EINTR { continue }
                guard client >= 0 else {
                    Foundation.close(descriptor)
                    return
                }
                self?.accepted.withLock { $0 += 1 }
                Thread.detachNewThread {
                    let connection = LoopbackConnection(descriptor: client)
                    script(connection)
                    connection.close()
                }
            }
        }
    }

    /// Refuses connections from here on; the accepting thread closes the descriptor, so that no other test's socket gets
    /// its number while that thread still uses it. A server that is not stopped listens until the tests end.
    func stop() {
        shutdown(descriptor, Int32(SHUT_RDWR))
    }
}

/// The server's end of one connection; used by one thread.
final class LoopbackConnection {
    private let descriptor: Int32
    private var pending: [UInt8] = []

    init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// Without its line end; nil when the client is gone.
    func readLine() -> String? {
        while true {
            if let end = pending.firstIndex(of: 0x0A) {
                let line = String(decoding: pending[..<end], as: UTF8.self)
                pending.removeSubrange(...end)
                return line.hasSuffix("\r") ? String(line.dropLast()) : line
            }
            guard fill() else { return nil }
        }
    }

    func read(count: Int) -> [UInt8] {
        while pending.count < count, fill() {}
        let bytes = Array(pending.prefix(count))
        pending.removeFirst(bytes.count)
        return bytes
    }

    func write(_ text: String) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            bytes = bytes.dropFirst(count)
        }
    }

    /// Answers nothing more until the client gives up.
    func waitForClose() {
        while fill() {}
    }

    func close() {
        shutdown(descriptor, Int32(SHUT_RDWR))
        Foundation.close(descriptor)
    }

    private func fill() -> Bool {
        var chunk = [UInt8](repeating: 0, count: 16_384)
        var count = recv(descriptor, &chunk, chunk.count, 0)
        while count < 0, errno == EINTR {
            count = recv(descriptor, &chunk, chunk.count, 0)
        }
        guard count > 0 else { return false }
        pending += chunk[..<count]
        return true
    }
}
