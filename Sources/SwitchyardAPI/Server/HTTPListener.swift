import HTTPTypes
package import Hummingbird
package import Logging
import NIOCore
import Switchyard

/// Hummingbird in front of `Server`: reads the body up to its limit, hands it in, writes the answer.
package enum HTTPListener {
    package static func application(
        server: Server,
        host: String,
        port: Int,
        logger: Logger,
        onRunning: @escaping @Sendable (Int?) async -> Void = { _ in }
    ) -> some ApplicationProtocol {
        let responder = CallbackResponder { (request: Request, _: BasicRequestContext) in
            await respond(to: request, server)
        }
        return Application(
            responder: responder,
            configuration: ApplicationConfiguration(address: .hostname(host, port: port), serverName: nil),
            onServerRunning: { channel in await onRunning(channel.localAddress?.port) },
            logger: logger
        )
    }

    private static func respond(to request: Request, _ server: Server) async -> Response {
        var headers: [String: String] = [:]
        for field in request.headers where headers[field.name.canonicalName] == nil {
            headers[field.name.canonicalName] = field.value
        }
        var incoming = IncomingRequest(
            method: request.method.rawValue,
            path: request.uri.path,
            query: request.uri.query ?? "",
            headers: headers
        )
        do {
            let buffer = try await request.body.collect(upTo: Server.bodyBytesMax)
            incoming.body = Array(buffer.readableBytesView)
        } catch is NIOTooManyBytesError {
            return response(Problem.of(RequestError.bodyTooLarge))
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
