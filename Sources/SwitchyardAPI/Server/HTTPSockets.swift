import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1

/// What every connection is made of: NIO's HTTP/1.1 with its answers in the order of the requests, and our conversation
/// behind it.
struct HTTPSockets: ServerChildChannel {
    struct Socket: ServerChildChannelValue {
        let channel: any Channel
    }

    let answer: HTTPConversation.Answerer

    init(answer: @escaping HTTPConversation.Answerer) { self.answer = answer }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Socket> {
        channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            try pipeline.configureHTTPServerPipeline()
            try pipeline.addHandler(HTTPConversation(eventLoop: channel.eventLoop, answer: answer))
            return Socket(channel: channel)
        }
    }

    func handle(value: Socket, logger: Logger) async {
        // However it ends, it has ended.
        try? await value.channel.closeFuture.get()
    }
}
