import Foundation
import Logging
import NIOCore
import NIOEmbedded
import NIOHTTP1
import Switchyard
import Synchronization
import Testing

@testable import SwitchyardAPI

/// One connection, byte by byte: what is asked and what goes back, and when it ends.
@Suite struct HTTPConversationTests {
    private static func get(_ path: String = "/a", _ headers: String = "") -> String {
        "GET \(path) HTTP/1.1\r\nHost: x\r\n\(headers)\r\n"
    }

    private static func post(_ body: String, _ headers: String = "") -> String {
        "POST /a HTTP/1.1\r\nHost: x\r\n\(headers)Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }

    @Test func aRequestIsHandedInAsItCame() async throws {
        let line = try await Line.open { request in
            let lines = [request.method, request.path, request.query, request.headers["x-a"] ?? "", request.address]
            return .text(lines.joined(separator: "|") + "|" + String(decoding: request.body, as: UTF8.self))
        }
        let head = "POST /v1/a%20b?c=d&e HTTP/1.1\r\nHost: x\r\nX-A: First\r\nx-a: second\r\n"
        try await line.send(head + "Content-Length: 4\r\n\r\nbo")
        try await line.send("dy")
        let reply = try await line.reply()
        #expect(reply.body == "POST|/v1/a%20b|c=d&e|First|192.0.2.7|body")
        #expect(reply.status == "HTTP/1.1 200 OK")
        try await line.send(Self.get("http://x:80/b?f"))
        #expect(try await line.reply().body == "GET|/b|f||192.0.2.7|")
    }

    @Test func anAnswerHasTheHeadersOfEveryAnswer() async throws {
        let line = try await Line.open { _ in .text("yes", headers: [("etag", "\"1\"")]) }
        try await line.send(Self.get())
        let reply = try await line.reply()
        #expect(reply.headers["etag"] == "\"1\"")
        #expect(reply.headers["cache-control"] == "no-store")
        #expect(reply.headers["x-content-type-options"] == "nosniff")
        #expect(reply.headers["content-length"] == "3")
        #expect(reply.headers["connection"] == nil)
        let date = try #require(reply.headers["date"])
        #expect(date.wholeMatch(of: #/\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT/#) != nil)
    }

    @Test func itsOwnWordsOnCachingStay() async throws {
        let line = try await Line.open { _ in .text("yes", headers: [("cache-control", "max-age=60")]) }
        try await line.send(Self.get())
        #expect(try await line.reply().text.components(separatedBy: "cache-control").count == 2)
    }

    @Test(arguments: [("HEAD", 200), ("GET", 204), ("GET", 304)])
    func anAnswerWithoutABodyHasNone(method: String, status: Int) async throws {
        let body: [UInt8] = status == 200 ? [1, 2] : []
        let line = try await Line.open { _ in Reply(status: status, contentType: nil, body: body) }
        try await line.send("\(method) /a HTTP/1.1\r\nHost: x\r\n\r\n")
        let first = try await line.bytes()
        #expect(first.hasPrefix("HTTP/1.1 \(status) ") && first.hasSuffix("\r\n\r\n"))
        try await line.send(Self.get("/b"))
        #expect(try await line.bytes().hasPrefix("HTTP/1.1 "))
    }

    @Test func requestsThatComeTogetherAreAnsweredInTheirOrder() async throws {
        let line = try await Line.open { .text($0.path) }
        try await line.send(["/1", "/2", "/3"].map { Self.get($0) }.joined())
        for path in ["/1", "/2", "/3"] { #expect(try await line.reply().body == path) }
    }

    @Test func nothingIsAnsweredBehindTheLastRequest() async throws {
        let asked = Mutex<[String]>([])
        let line = try await Line.open { request in
            asked.withLock { $0.append(request.path) }
            return .text("yes")
        }
        try await line.send(Self.get("/1", "Connection: close\r\n") + Self.get("/2"))
        #expect(try await line.reply().headers["connection"] == "close")
        await line.settle()
        #expect(!line.isOpen)
        #expect(asked.withLock { $0 } == ["/1"])
    }

    @Test func aBodyInPiecesIsOne() async throws {
        let line = try await Line.open { .text("\($0.body.count)") }
        try await line.send("POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
        for _ in 0..<3 { try await line.send("5\r\nabcde\r\n") }
        try await line.send("0\r\n\r\n")
        #expect(try await line.reply().body == "15")
    }

    @Test func aBodyAtItsLimitIsReadAndOneByteMoreIsNot() async throws {
        let line = try await Line.open { .text("\($0.body.count)") }
        try await line.send(Self.post(String(repeating: "a", count: Server.bodyBytesMax)))
        #expect(try await line.reply().body == "\(Server.bodyBytesMax)")
        try await line.send("POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
        let piece = String(repeating: "a", count: Server.bodyBytesMax / 2)
        for _ in 0..<2 { try await line.send("\(String(piece.utf8.count, radix: 16))\r\n\(piece)\r\n") }
        try await line.send("1\r\na\r\n")
        let reply = try await line.reply()
        #expect(reply.status == "HTTP/1.1 413 Payload Too Large")
        #expect(reply.body.contains("body_too_large"))
    }

    @Test func aBodyThatSaysItIsTooLargeIsRefusedBeforeItIsSentAndTheConnectionGoesOn() async throws {
        let asked = Mutex(0)
        let line = try await Line.open { _ in
            asked.withLock { $0 += 1 }
            return .text("yes")
        }
        let body = String(repeating: "a", count: Server.bodyBytesMax + 1)
        let head = "POST /a HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n"
        try await line.send(head + "Content-Length: \(body.utf8.count)\r\n\r\n")
        #expect(try await line.reply().status == "HTTP/1.1 413 Payload Too Large")
        try await line.send(body)
        try await line.send(Self.get())
        #expect(try await line.reply().body == "yes")
        #expect(asked.withLock { $0 } == 1)
    }

    @Test func nobodyIsHeardOutWithoutEnd() async throws {
        let line = try await Line.open { _ in .text("yes") }
        let size = HTTPConversation.refusedBytesMax + Server.bodyBytesMax * 2
        try await line.send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: \(size)\r\n\r\n")
        let piece = String(repeating: "a", count: Server.bodyBytesMax)
        for _ in 0..<17 where line.isOpen { try await line.send(piece) }
        #expect(!line.isOpen)
    }

    @Test func anOldClientIsNotToldToGoOn() async throws {
        let line = try await Line.open { .text("\($0.body.count)") }
        try await line.send("POST /a HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nab")
        #expect(try await line.reply().status == "HTTP/1.0 200 OK")
    }

    @Test func whoAsksFirstIsToldToGoOn() async throws {
        let line = try await Line.open { .text("\($0.body.count)") }
        try await line.send("POST /a HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n")
        #expect(try await line.bytes() == "HTTP/1.1 100 Continue\r\n\r\n")
        try await line.send("ab")
        #expect(try await line.reply().body == "2")
    }

    @Test(arguments: [
        ("HTTP/1.1", "Connection: close\r\n", "close", false), ("HTTP/1.1", "", nil, true),
        ("HTTP/1.0", "", "close", false), ("HTTP/1.0", "Connection: keep-alive\r\n", "keep-alive", true),
    ])
    func aConnectionLastsAsItsClientWants(version: String, header: String, said: String?, lasts: Bool) async throws {
        let line = try await Line.open { _ in .text("yes") }
        try await line.send("GET /a \(version)\r\nHost: x\r\n\(header)\r\n")
        #expect(try await line.reply().headers["connection"] == said)
        await line.settle()
        #expect(line.isOpen == lasts)
    }

    @Test(arguments: [
        "nonsense\r\n\r\n", "GET /a HTTP/1.1\r\nHo st: x\r\n\r\n",
        "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    ])
    func whatIsNoRequestIsRefusedAndTheConnectionEnds(bytes: String) async throws {
        let line = try await Line.open { _ in .text("yes") }
        try? await line.send(bytes)
        #expect(try await line.bytes().hasPrefix("HTTP/1.1 400 "))
        await line.settle()
        #expect(!line.isOpen)
    }

    @Test func whoHangsUpHalfWayIsAnsweredFirst() async throws {
        let (line, gate) = try await Line.held(Self.get())
        await line.hangUp()
        #expect(line.isOpen)
        await gate.open()
        #expect(try await line.reply().headers["connection"] == "close")
        await line.settle()
        #expect(!line.isOpen)
    }

    @Test func whoIsGoneBeforeTheAnswerHarmsNobody() async throws {
        let (line, gate) = try await Line.held(Self.get())
        try await line.channel.close()
        await gate.open()
        await line.settle()
        #expect(!line.isOpen)
    }

    @Test(arguments: [
        ("127.0.0.1", "203.0.113.1, 203.0.113.2", "203.0.113.2"), ("127.0.0.1", nil, "127.0.0.1"),
        ("::1", "203.0.113.3", "203.0.113.3"), ("192.0.2.7", "203.0.113.4", "192.0.2.7"),
    ])
    func onlyAProxyOnThisMachineIsBelievedWhoAsked(ip: String, forwarded: String?, seen: String) async throws {
        let line = try await Line.open(from: ip) { .text($0.address) }
        try await line.send(Self.get("/a", forwarded.map { "X-Forwarded-For: \($0)\r\n" } ?? ""))
        #expect(try await line.reply().body == seen)
    }

    @Test func whoHangsUpWithoutARequestIsLetGo() async throws {
        let line = try await Line.open { _ in .text("yes") }
        try await line.send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf")
        await line.hangUp()
        #expect(!line.isOpen)
    }

    @Test func aProcessThatStopsAnswersWhatItBeganAndNoMore() async throws {
        let (line, gate) = try await Line.held(Self.get())
        await line.stop()
        #expect(line.isOpen)
        await gate.open()
        #expect(try await line.reply().headers["connection"] == "close")
        await line.settle()
        #expect(!line.isOpen)
        let idle = try await Line.open { _ in .text("yes") }
        await idle.stop()
        #expect(!idle.isOpen)
    }

    struct Wait: CustomTestStringConvertible {
        let testDescription: String
        let sent: String
        let seconds: Int64
    }

    @Test(arguments: [
        Wait(testDescription: "silent from the beginning", sent: "", seconds: HTTPConversation.silenceSecondsMax),
        Wait(testDescription: "silent after a request", sent: get(), seconds: HTTPConversation.silenceSecondsMax),
        Wait(
            testDescription: "slow with a body",
            sent: "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf",
            seconds: HTTPConversation.requestSecondsMax
        ),
    ])
    func aConnectionThatKeepsUsWaitingEnds(wait: Wait) async throws {
        let line = try await Line.open { _ in .text("yes") }
        try await line.send(wait.sent)
        await line.settle()
        await line.pass(seconds: wait.seconds - HTTPConversation.lookSeconds)
        #expect(line.isOpen)
        await line.pass(seconds: 3 * HTTPConversation.lookSeconds)
        #expect(!line.isOpen)
    }

    @Test func anAnswerMayTakeItsTime() async throws {
        let (line, gate) = try await Line.held(Self.get())
        await line.pass(seconds: 2 * HTTPConversation.silenceSecondsMax)
        #expect(line.isOpen)
        await gate.open()
        #expect(try await line.reply().body == "yes")
    }
}

extension Reply {
    fileprivate static func text(_ text: String, headers: [(String, String)] = []) -> Reply {
        var reply = Reply(status: 200, contentType: "text/plain", body: Array(text.utf8))
        reply.headers += headers.map { (name: $0.0, value: $0.1) }
        return reply
    }
}

/// Holds an answer back.
private actor Gate {
    private var isOpen = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func passed() async {
        if isOpen { return }
        await withCheckedContinuation { waiting.append($0) }
    }

    func open() {
        isOpen = true
        for one in waiting { one.resume() }
    }
}

/// The far end of a connection whose clock the test turns.
private struct Line {
    let channel: NIOAsyncTestingChannel

    static func open(from ip: String = "192.0.2.7", _ answer: @escaping HTTPConversation.Answerer) async throws -> Line
    {
        let channel = NIOAsyncTestingChannel()
        let sockets = HTTPSockets(answer: answer)
        try await channel.testingEventLoop.executeInContext {
            _ = sockets.setup(channel: channel, logger: Logger(label: "test"))
        }
        try await channel.connect(to: SocketAddress(ipAddress: ip, port: 9)).get()
        return Line(channel: channel)
    }

    /// With a request whose answer waits for the gate.
    static func held(_ request: String) async throws -> (Line, Gate) {
        let gate = Gate()
        let line = try await open { _ in
            await gate.passed()
            return .text("yes")
        }
        try await line.send(request)
        return (line, gate)
    }

    var isOpen: Bool { channel.isActive }

    func send(_ text: String) async throws { try await channel.writeInbound(ByteBuffer(string: text)) }

    /// Until what was begun on its thread is done.
    func settle() async { await channel.testingEventLoop.run() }

    func pass(seconds: Int64) async { await channel.testingEventLoop.advanceTime(by: .seconds(seconds)) }

    func hangUp() async { await tell(ChannelEvent.inputClosed) }

    func stop() async { await tell(ChannelShouldQuiesceEvent()) }

    private func tell(_ event: any Sendable) async {
        try? await channel.testingEventLoop.executeInContext { [channel] in
            channel.pipeline.fireUserInboundEventTriggered(event)
        }
        await settle()
    }

    func bytes() async throws -> String { String(buffer: try await channel.waitForOutboundWrite(as: ByteBuffer.self)) }

    /// An answer's head and its body are two writes.
    func reply() async throws -> Answer {
        var text = try await bytes()
        while !Answer(text).isWhole { text += try await bytes() }
        return Answer(text)
    }

    struct Answer {
        let text: String
        let status: String
        let headers: [String: String]
        let body: String

        init(_ text: String) {
            self.text = text
            let parts = text.split(separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false)
            let lines = parts[0].split(separator: "\r\n")
            status = String(lines.first ?? "")
            headers = Dictionary(
                lines.dropFirst().compactMap { line in
                    let pair = line.split(separator: ": ", maxSplits: 1)
                    return pair.count == 2 ? (pair[0].lowercased(), String(pair[1])) : nil
                }
            ) { first, _ in first }
            body = parts.count > 1 ? String(parts[1]) : ""
        }

        var isWhole: Bool { body.utf8.count >= headers["content-length"].flatMap(Int.init) ?? 0 }
    }
}
