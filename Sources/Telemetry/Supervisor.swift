import Foundation

/// Whoever started this process and wants to hear of it: systemd's protocol (`sd_notify(3)`), one datagram a word to the socket
/// that `NOTIFY_SOCKET` names. Where nobody wants to hear, nothing is said.
package struct Supervisor: Sendable {
    package enum Word: String, CaseIterable, Sendable {
        /// The process does its work.
        case ready = "READY=1"
        /// It still does.
        case alive = "WATCHDOG=1"
        /// It ends what it has begun.
        case stopping = "STOPPING=1"
    }

    private let path: [UInt8]?
    /// An `alive` must come at least this often; nil where none is wanted.
    package let aliveWithin: Duration?

    package init(
        environment: [String: String] = ProcessInfo.processInfo.environment,
        process: Int32 = getpid()
    ) {
        path = environment["NOTIFY_SOCKET"].flatMap(Supervisor.path)
        let isMeant = environment["WATCHDOG_PID"].map { Int32($0) == process } ?? true
        let wanted = environment["WATCHDOG_USEC"].flatMap { Int64($0) }.flatMap { $0 > 0 ? $0 : nil }
        aliveWithin = isMeant && path != nil ? wanted.map { .microseconds($0) } : nil
    }

    /// Never waits. False where nobody hears.
    @discardableResult
    package func tell(_ word: Word) -> Bool {
        guard let path else { return false }
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
        // A name that is no file ends where it ends; what is behind it would belong to it.
        let size = MemoryLayout<sockaddr_un>.offset(of: \.sun_path).map { $0 + path.count } ?? 0
        let text = Array(word.rawValue.utf8)
        let flags = Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT)
        let sent = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                sendto(descriptor, text, text.count, flags, $0, socklen_t(size))
            }
        }
        return sent == text.count
    }

    /// A file, or with `@` a name of the kernel's, which begins with a zero.
    private static func path(_ name: String) -> [UInt8]? {
        var bytes = Array(name.utf8)
        guard let first = bytes.first, bytes.count < MemoryLayout.size(ofValue: sockaddr_un().sun_path) else {
            return nil
        }
        switch first {
        case UInt8(ascii: "/"): bytes.append(0)
        case UInt8(ascii: "@"): bytes[0] = 0
        default: return nil
        }
        return bytes
    }
}
