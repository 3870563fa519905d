import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
package import Logging
import NIOCore
import Switchyard

/// Hummingbird in front of `Server`: reads the body up to its limit, hands it in, writes the answer.
package enum HTTPListener {
    /// Serves until the process is told to stop.
    package static func run(
        server: Server,
        host: String,
        port: Int,
        logger: Logger,
        onRunning: @escaping @Sendable (Int?) async -> Void = { _ in }
    ) async throws {
        let responder = CallbackResponder { (request: Request, context: Context) in
            await respond(to: request, from: context.address, server)
        }
        let application = Application(
            responder: responder,
            server: HTTPServerBuilder { SocketTasks(http: HTTP1Channel(responder: $0)) },
            configuration: ApplicationConfiguration(address: .hostname(host, port: port), serverName: nil),
            onServerRunning: { channel in await onRunning(channel.localAddress?.port) },
            logger: logger
        )
        do {
            try await application.runService()
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

    /// Knows the other end of its connection.
    private struct Context: Hummingbird.RequestContext {
        var coreContext: CoreRequestContextStorage
        let address: SocketAddress?

        init(source: ApplicationRequestContextSource) {
            coreContext = .init(source: source)
            address = source.channel.remoteAddress
        }
    }

    /// Behind a proxy on this machine it is the address that the proxy saw: the last one it named.
    private static func name(_ address: SocketAddress?, forwarded: String?) -> String {
        let seen = address?.ipAddress ?? "unknown"
        guard ["127.0.0.1", "::1"].contains(seen), let last = forwarded?.split(separator: ",").last else { return seen }
        return String(last.trimmingCharacters(in: .whitespaces).prefix(45))
    }

    private static func respond(
        to request: Request,
        from address: SocketAddress?,
        _ server: Server
    ) async -> Response {
        let fields = request.headers.lazy.map { ($0.name.canonicalName, $0.value) }
        let headers = Dictionary(fields) { first, _ in first }
        var incoming = IncomingRequest(
            method: request.method.rawValue,
            path: request.uri.path,
            query: request.uri.query ?? "",
            headers: headers,
            address: name(address, forwarded: headers["x-forwarded-for"])
        )
        do {
            let buffer = try await request.body.collect(upTo: Server.bodyBytesMax)
            incoming.body = Array(buffer.readableBytesView)
        } catch is NIOTooManyBytesError {
            return response(Problem.of(RequestError.bodyTooLarge, in: incoming.language))
        } catch {
            return Response(status: .badRequest)
        }
        return response(await server.respond(to: incoming))
    }

    private static func response(_ reply: Reply) -> Response {
        var fields = HTTPFields()
        for (name, value) in reply.headers {
            guard let name = HTTPField.Name(name) else { continue }
            fields.append(HTTPField(name: name, value: value))
        }
        fields[.cacheControl] = fields[.cacheControl] ?? "no-store"
        fields[.xContentTypeOptions] = "nosniff"
        return Response(
            status: HTTPResponse.Status(code: reply.status),
            headers: fields,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: reply.body))
        )
    }
}
