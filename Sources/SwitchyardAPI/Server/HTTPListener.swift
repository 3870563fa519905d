import HummingbirdCore
package import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import UnixSignals

/// Takes connections until the process is told to stop; then those that wait for nothing end, and the others are answered
/// first.
package enum HTTPListener {
    package static func run(
        server: Server,
        host: String,
        port: Int,
        logger: Logger,
        onRunning: @escaping @Sendable (Int?) async -> Void = { _ in }
    ) async throws {
        let listener = HTTPSockets { await server.respond(to: $0) }
            .server(
                configuration: ServerConfiguration(address: .hostname(host, port: port)),
                onServerRunning: { await onRunning($0.localAddress?.port) },
                eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
                logger: logger
            )
        let service = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [listener],
                gracefulShutdownSignals: [.sigterm, .sigint],
                logger: logger
            )
        )
        do {
            try await service.run()
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            throw ListenError(host: host, port: port)
        }
    }

    /// Another program listens there.
    package struct ListenError: Error, Sendable, CustomStringConvertible {
        let host: String
        let port: Int

        package var description: String { "Port \(port) of \(host) is taken by another program; set SWITCHYARD_PORT." }
    }
}
