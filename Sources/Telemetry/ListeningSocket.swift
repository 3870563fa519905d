import Foundation

/// A bound and listening TCP socket, non-blocking.
struct ListeningSocket {
    let descriptor: Int32
    let port: Int

    init(host: String, port: Int, backlog: Int32) throws(OpsListenerError) {
        guard (0...65_535).contains(port) else { throw .address("\(host):\(port)") }
        var four = sockaddr_in()
        var six = sockaddr_in6()
        let isFour = inet_pton(AF_INET, host, &four.sin_addr) == 1
        guard isFour || inet_pton(AF_INET6, host, &six.sin6_addr) == 1 else { throw .address(host) }
        four.sin_family = sa_family_t(AF_INET)
        four.sin_port = in_port_t(port).bigEndian
        six.sin6_family = sa_family_t(AF_INET6)
        six.sin6_port = in_port_t(port).bigEndian

        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
        let descriptor = socket(isFour ? AF_INET : AF_INET6, kind, 0)
        guard descriptor >= 0 else { throw .system(call: "socket", code: errno) }
        var yes: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        let bound = isFour ? Self.bind(descriptor, &four) : Self.bind(descriptor, &six)
        let result = bound == 0 ? listen(descriptor, backlog) : bound
        guard result == 0, let actual = Self.port(of: descriptor) else {
            let code = errno
            close(descriptor)
            throw code == EADDRINUSE ? .portTaken(host: host, port: port) : .system(call: "bind", code: code)
        }
        self.descriptor = descriptor
        self.port = actual
    }

    private static func bind<Address>(_ descriptor: Int32, _ address: inout Address) -> Int32 {
        let size = socklen_t(MemoryLayout<Address>.size)
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { Foundation.bind(descriptor, $0, size) }
        }
    }

    /// The port stands at the same place in both address families.
    private static func port(of descriptor: Int32) -> Int? {
        var address = sockaddr_in6()
        var size = socklen_t(MemoryLayout<sockaddr_in6>.size)
        let result = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &size) }
        }
        return result == 0 ? Int(in_port_t(bigEndian: address.sin6_port)) : nil
    }
}
