import Foundation
import HummingbirdCore
import NIOCore
import NIOHTTP1
import Switchyard

/// Requests of one connection and their answers, one after the other.
///
/// NIO parses, keeps the order and says when the process wants to stop. Here a body is read up to its limit, the request is
/// answered in a task on the connection's own thread (`SocketThread`), and the answer written. A task and two messages for
/// each request: the channels of async sequences that a framework has in this place cost the API a tenth of its CPU.
final class HTTPConversation: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart
    typealias Answerer = @Sendable (IncomingRequest) async -> Reply

    /// Of a body that is refused, read on so that whoever sends it hears why.
    static let refusedBytesMax = 16 * Server.bodyBytesMax
    /// From a request's head to the end of its body.
    static let requestSecondsMax: Int64 = 120
    /// Without a request.
    static let silenceSecondsMax: Int64 = 600
    static let lookSeconds: Int64 = 15

    private enum State {
        case listening
        case reading(HTTPRequestHead)
        /// Its answer is on the way, and the rest of its body.
        case refusing(bytes: Int)
        case answering
        /// The last answer is on its way; what comes behind it is not looked at.
        case closing
    }

    private let answer: Answerer
    private let eventLoop: any EventLoop
    private let thread: SocketThread
    private var state = State.listening
    /// When the last request began, or ended.
    private var since: NIODeadline
    /// Of the request that is read.
    private var body: [UInt8] = []
    /// The other end has said that nothing more comes.
    private var isLast = false
    /// Of the other end, once somebody asked.
    private var address: String?
    private var look: RepeatedTask?

    init(eventLoop: any EventLoop, answer: @escaping Answerer) {
        self.answer = answer
        self.eventLoop = eventLoop
        thread = SocketThread(eventLoop: eventLoop)
        since = eventLoop.now
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if case .closing = state { return }
        switch unwrapInboundIn(data) {
        case .head(let head): begin(head, context)
        case .body(let bytes): read(bytes, context)
        case .end: end(context)
        }
    }

    private func begin(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        since = eventLoop.now
        let expected = head.headers.first(name: "content-length").flatMap(Int.init) ?? 0
        guard expected <= Server.bodyBytesMax else { return refuse(head, context) }
        state = .reading(head)
        // HTTP/1.0 knows no such answer (RFC 9110, 10.1.1).
        if head.version != .http1_0, head.headers.first(name: "expect")?.lowercased() == "100-continue" {
            let goOn = HTTPResponseHead(version: head.version, status: .continue)
            context.writeAndFlush(wrapOutboundOut(.head(goOn)), promise: nil)
        }
    }

    private func read(_ bytes: ByteBuffer, _ context: ChannelHandlerContext) {
        switch state {
        case .reading(let head):
            guard body.count + bytes.readableBytes <= Server.bodyBytesMax else { return refuse(head, context) }
            body.append(contentsOf: bytes.readableBytesView)
        case .refusing(let before):
            let all = before + bytes.readableBytes
            guard all <= Self.refusedBytesMax else { return context.close(promise: nil) }
            state = .refusing(bytes: all)
        case .listening, .answering, .closing: break
        }
    }

    private func refuse(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        state = .refusing(bytes: 0)
        body = []
        let language = ProblemLanguage(accepting: head.headers.first(name: "accept-language"))
        write(Problem.of(RequestError.bodyTooLarge, in: language), to: head, context)
    }

    private func end(_ context: ChannelHandlerContext) {
        guard case .reading(let head) = state else { return listen() }
        state = .answering
        let request = incoming(head, context)
        body = []
        let here = NIOLoopBound((conversation: self, context: context), eventLoop: eventLoop)
        Task(executorPreference: thread) { [answer] in
            let reply = await answer(request)
            let (conversation, context) = here.value
            // Before the write, which may hand in the next request.
            conversation.listen()
            conversation.write(reply, to: head, context)
        }
    }

    private func listen() {
        state = .listening
        since = eventLoop.now
    }

    private func write(_ reply: Reply, to head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        let closes = isLast || !head.isKeepAlive
        if closes { state = .closing }
        context.write(wrapOutboundOut(.head(responseHead(reply, to: head, closes: closes))), promise: nil)
        if head.method != .HEAD, !reply.body.isEmpty {
            context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: reply.body)))), promise: nil)
        }
        guard closes else { return context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil) }
        context.writeAndFlush(wrapOutboundOut(.end(nil))).assumeIsolated()
            .whenComplete { _ in context.close(promise: nil) }
    }

    private func responseHead(_ reply: Reply, to head: HTTPRequestHead, closes: Bool) -> HTTPResponseHead {
        var headers = HTTPHeaders(reply.headers.map { ($0.name, $0.value) })
        if reply.header("cache-control") == nil { headers.add(name: "cache-control", value: "no-store") }
        headers.add(name: "x-content-type-options", value: "nosniff")
        headers.add(name: "content-length", value: String(reply.body.count))
        headers.add(name: "date", value: HTTPDate.now)
        if closes {
            headers.add(name: "connection", value: "close")
        } else if head.version == .http1_0 {
            headers.add(name: "connection", value: "keep-alive")
        }
        return HTTPResponseHead(
            version: head.version,
            status: HTTPResponseStatus(statusCode: reply.status),
            headers: headers
        )
    }

    private func incoming(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) -> IncomingRequest {
        let seen = address ?? context.remoteAddress?.ipAddress ?? "unknown"
        address = seen
        let target = URI(head.uri)
        let fields = head.headers.lazy.map { ($0.name.lowercased(), $0.value) }
        let headers = Dictionary(fields) { first, _ in first }
        return IncomingRequest(
            method: head.method.rawValue,
            path: target.path,
            query: target.query ?? "",
            headers: headers,
            body: body,
            address: Self.name(seen, forwarded: headers["x-forwarded-for"])
        )
    }

    /// Behind a proxy on this machine it is the address that the proxy saw: the last one it named.
    private static func name(_ seen: String, forwarded: String?) -> String {
        guard ["127.0.0.1", "::1"].contains(seen), let last = forwarded?.split(separator: ",").last else { return seen }
        return String(last.trimmingCharacters(in: .whitespaces).prefix(45))
    }
}

// MARK: - The connection's own life

extension HTTPConversation {
    func handlerAdded(context: ChannelHandlerContext) {
        let here = NIOLoopBound((conversation: self, context: context), eventLoop: eventLoop)
        let pause = TimeAmount.seconds(Self.lookSeconds)
        look = eventLoop.scheduleRepeatedTask(initialDelay: pause, delay: pause) { _ in
            let (conversation, context) = here.value
            if conversation.hasWaitedEnough { context.close(promise: nil) }
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) { look?.cancel() }

    private var hasWaitedEnough: Bool {
        switch state {
        case .listening: eventLoop.now - since > .seconds(Self.silenceSecondsMax)
        case .reading, .refusing, .closing: eventLoop.now - since > .seconds(Self.requestSecondsMax)
        case .answering: false
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard case ChannelEvent.inputClosed? = event as? ChannelEvent else {
            return context.fireUserInboundEventTriggered(event)
        }
        isLast = true
        if case .answering = state { return }
        context.close(promise: nil)
    }

    /// What could not be parsed has its 400 by now; here the connection itself has failed.
    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
