import Dispatch
import Foundation
import Postgres
import TestTools
import Testing

/// Stands between one client and the server's unix socket, and hangs up on the client, or falls silent, when it sees COMMIT.
final class CutProxy {
    enum Cut: String, CaseIterable, Sendable { case beforeCommitArrives, afterCommitArrives, silence }

    let settings: ConnectionSettings
    private let folder: TemporaryFolder
    private let relay: DispatchGroup

    /// nil where the server is not reached by a unix socket.
    init?(in server: ConnectionSettings, cut: Cut) throws {
        guard let host = server.host, host.hasPrefix("/") else { return nil }
        let port = server.port ?? "5432"
        folder = try TemporaryFolder()
        let listening = try unixSocket("\(folder.path)/.s.PGSQL.\(port)") { bind($0, $1, $2) }
        try #require(listen(listening, 1) == 0)
        var settings = server
        settings.host = folder.path
        settings.applicationName = "cut"
        self.settings = settings
        relay = onThread {
            defer { close(listening) }
            let client = accept(listening, nil, nil)
            defer { close(client) }
            let upstream = try unixSocket("\(host)/.s.PGSQL.\(port)") { connect($0, $1, $2) }
            defer { close(upstream) }
            try Relay(client: client, upstream: upstream, cut: cut).run()
        }
    }

    func join() { relay.wait() }
}

private struct Relay {
    let client: Int32
    let upstream: Int32
    let cut: CutProxy.Cut

    func run() throws {
        let roundsMax = 10_000
        for _ in 0..<roundsMax {
            var descriptors = [client, upstream].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
            try #require(poll(&descriptors, 2, -1) > 0)
            if descriptors[0].revents != 0 {
                let bytes = receive(from: client)
                let isCommit = String(decoding: bytes, as: UTF8.self).contains("COMMIT")
                if !isCommit || cut == .afterCommitArrives { forward(bytes, to: upstream) }
                if isCommit, cut == .afterCommitArrives { _ = receive(from: upstream) }
                if isCommit, cut == .silence { _ = receive(from: client) }
                if isCommit || bytes.isEmpty { return }
            }
            if descriptors[1].revents != 0 {
                let bytes = receive(from: upstream)
                if bytes.isEmpty { return }
                forward(bytes, to: client)
            }
        }
    }

    private func receive(from socket: Int32) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(socket, &buffer, buffer.count, 0)
        return Array(buffer.prefix(max(0, count)))
    }

    private func forward(_ bytes: [UInt8], to socket: Int32) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return }
            sent += count
        }
    }
}

/// A stream socket, bound or connected to the path.
private func unixSocket(
    _ path: String,
    _ attach: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Int32
) throws -> Int32 {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    try #require(descriptor >= 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    try #require(bytes.count < MemoryLayout.size(ofValue: address.sun_path))
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    let status = withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            attach(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
        }
    }
    try #require(status == 0, "\(path): \(String(cString: strerror(errno)))")
    return descriptor
}
