import BusinessTime
import Foundation
import Switchyard
import Synchronization
import Testing

@testable import SwitchyardChannels

/// A receiver that notes each request and gives the same answer.
private final class Receiver: Sendable {
    struct Request: Sendable {
        var line = ""
        var headers: [String: String] = [:]
        var body: [UInt8] = []
    }

    enum Answer: Sendable {
        case text(String)
        case silence
        case cut
    }

    private let answer: Answer
    private let requests = Mutex<[Request]>([])

    var seen: [Request] { requests.withLock { $0 } }

    init(_ answer: Answer) {
        self.answer = answer
    }

    convenience init(status: Int, headers: String = "", body: String = "") {
        self.init(.text("HTTP/1.1 \(status) Said\r\n\(headers)Content-Length: \(body.utf8.count)\r\n\r\n\(body)"))
    }

    func run(_ connection: LoopbackConnection) {
        guard let line = connection.readLine() else { return }
        var request = Request(line: line)
        while let header = connection.readLine(), let colon = header.firstIndex(of: ":") {
            let value = header[header.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            request.headers[header[..<colon].lowercased()] = value
        }
        request.body = connection.read(count: request.headers["content-length"].flatMap(Int.init) ?? 0)
        let finished = request
        requests.withLock { $0.append(finished) }
        switch answer {
        case .text(let text): connection.write(text)
        case .silence: connection.waitForClose()
        case .cut: break
        }
    }
}

struct WebhookCarrierTests {
    private static let body = Array(#"{"type":"ticket.closed","data":{"id":"交易"}}"#.utf8)
    private static let secrets = [WebhookSecret.generate(), WebhookSecret.generate()]

    private func carrier(port: Int, isSlow: Bool = false) throws -> ChannelCarrier {
        var settings = ChannelSettings()
        settings.egressAllow = "127.0.0.0/8:\(port)"
        settings.webhookTimeouts = SendTimeouts(
            connect: isSlow ? .milliseconds(300) : .seconds(5),
            total: isSlow ? .milliseconds(600) : .seconds(20)
        )
        return try ChannelCarrier(settings: settings)
    }

    private func message(
        _ url: String,
        id: String = "evt_0190",
        body: [UInt8] = body,
        secrets: [WebhookSecret] = secrets,
        traceParent: TraceParent? = nil,
    ) -> Outbound {
        .webhook(
            WebhookMessage(
                id: id,
                url: url,
                body: body,
                secrets: secrets,
                timestamp: MailSamples.sentAt,
                traceParent: traceParent
            )
        )
    }

    @Test(arguments: [nil, "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"])
    func `a webhook carries the trace it comes from, where there is one`(_ trace: String?) throws {
        let receiver = Receiver(status: 204)
        let server = try LoopbackServer(script: receiver.run)
        let carrier = try carrier(port: server.port)
        let message = message("http://127.0.0.1:\(server.port)/hook", traceParent: trace.flatMap(TraceParent.init))
        #expect(carrier.send(message) == .accepted(reference: nil, httpStatus: 204))
        #expect(try #require(receiver.seen.first).headers["traceparent"] == trace)
    }

    @Test func `a webhook arrives once, signed by every secret and byte for byte`() throws {
        let receiver = Receiver(status: 204)
        let server = try LoopbackServer(script: receiver.run)
        let carrier = try carrier(port: server.port)
        let outcome = carrier.send(message("http://127.0.0.1:\(server.port)/hook?a=1#part"))
        #expect(outcome == .accepted(reference: nil, httpStatus: 204))
        #expect(receiver.seen.count == 1)
        let request = try #require(receiver.seen.first)
        #expect(request.line == "POST /hook?a=1 HTTP/1.1")
        #expect(request.headers["host"] == "127.0.0.1:\(server.port)")
        #expect(request.headers["content-type"] == "application/json")
        #expect(request.headers["user-agent"] == "Switchyard/1")
        #expect(request.headers["expect"] == nil)
        #expect(request.body == Self.body)
        let headers = WebhookHeaders(
            id: request.headers[StandardWebhook.idHeader],
            timestamp: request.headers[StandardWebhook.timestampHeader],
            signature: request.headers[StandardWebhook.signatureHeader]
        )
        for secret in Self.secrets {
            let verdict = StandardWebhook.verify(
                headers: headers,
                body: request.body,
                secrets: [secret],
                nowSeconds: 1_700_000_000
            )
            #expect(verdict == .valid)
        }
    }

    @Test(arguments: StatusCase.all)
    func `the status decides the outcome`(_ row: StatusCase) throws {
        let receiver = Receiver(status: row.status, headers: row.headers, body: row.body)
        let server = try LoopbackServer(script: receiver.run)
        #expect(try carrier(port: server.port).send(message("http://127.0.0.1:\(server.port)/")) == row.outcome)
        #expect(server.connectionCount == 1)
    }

    @Test func `a redirect is not followed`() throws {
        let target = try LoopbackServer { _ in }
        let receiver = Receiver(status: 307, headers: "Location: http://127.0.0.1:\(target.port)/\r\n")
        let server = try LoopbackServer(script: receiver.run)
        let carrier = try carrier(port: server.port)
        #expect(carrier.send(message("http://127.0.0.1:\(server.port)/")) == .rejected(code: "http_307"))
        #expect(target.connectionCount == 0)
    }

    @Test func `an endless answer is not read to its end`() throws {
        let server = try LoopbackServer { connection in
            while let line = connection.readLine(), !line.isEmpty {}
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n")
            for _ in 0..<64 {
                connection.write(String(repeating: "x", count: 65_536))
            }
            connection.waitForClose()
        }
        let carrier = try carrier(port: server.port)
        #expect(
            carrier.send(message("http://127.0.0.1:\(server.port)/"))
                == .accepted(reference: nil, httpStatus: 200)
        )
    }

    @Test func `a slow body behind an accepting status is accepted`() throws {
        let server = try LoopbackServer { connection in
            while let line = connection.readLine(), !line.isEmpty {}
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nx")
            connection.waitForClose()
        }
        let carrier = try carrier(port: server.port, isSlow: true)
        #expect(
            carrier.send(message("http://127.0.0.1:\(server.port)/"))
                == .accepted(reference: nil, httpStatus: 200)
        )
    }

    @Test(arguments: [(true, "timed_out"), (false, "connection_lost")])
    func `no answer to a request that went out is unknown`(isSilent: Bool, code: String) throws {
        let receiver = Receiver(isSilent ? .silence : .cut)
        let server = try LoopbackServer(script: receiver.run)
        let carrier = try carrier(port: server.port, isSlow: isSilent)
        #expect(carrier.send(message("http://127.0.0.1:\(server.port)/")) == .unknown(code: code))
    }

    @Test func `a body that did not all leave is retried`() throws {
        let server = try LoopbackServer { connection in
            _ = connection.readLine()
        }
        let large = Array(repeating: UInt8(ascii: "1"), count: WebhookCarrier.bodyBytesMax)
        let outcome = try carrier(port: server.port)
            .send(message("http://127.0.0.1:\(server.port)/", body: large))
        // The kernel may take all of it before the cut is seen; then nobody can tell.
        let possible: [SendOutcome] = [
            .retry(code: "connection_lost", afterSeconds: nil), .unknown(code: "connection_lost"),
        ]
        #expect(possible.contains(outcome))
    }

    @Test func `a closed port is retried`() throws {
        let server = try LoopbackServer { _ in }
        let port = server.port
        server.stop()
        let outcome = try carrier(port: port).send(message("http://127.0.0.1:\(port)/"))
        #expect(outcome == .retry(code: "connect_failed", afterSeconds: nil))
    }

    @Test func `a name goes to the address that was checked with its own host header`() throws {
        let receiver = Receiver(status: 200)
        let server = try LoopbackServer(script: receiver.run)
        let outcome = try carrier(port: server.port).send(message("http://localhost:\(server.port)/"))
        #expect(outcome == .accepted(reference: nil, httpStatus: 200))
        #expect(receiver.seen.first?.headers["host"] == "localhost:\(server.port)")
    }

    @Test func `what the guard closes is not connected to`() throws {
        let server = try LoopbackServer { _ in }
        let carrier = try ChannelCarrier(settings: ChannelSettings())
        #expect(
            carrier.send(message("http://127.0.0.1:\(server.port)/")) == .rejected(code: "egress_refused")
        )
        #expect(carrier.send(message("ftp://127.0.0.1/")) == .rejected(code: "url_refused"))
        #expect(server.connectionCount == 0)
    }

    @Test(arguments: ["", "a b", "a\r\nX: y", "a.b", String(repeating: "x", count: 257)])
    func `an identifier that cannot be a header is refused`(id: String) throws {
        let outcome = try carrier(port: 9).send(message("http://127.0.0.1:9/", id: id))
        #expect(outcome == .rejected(code: "message_invalid"))
    }

    @Test func `an unsigned or oversized webhook is refused`() throws {
        let carrier = try carrier(port: 9)
        #expect(carrier.send(message("http://127.0.0.1:9/", secrets: [])) == .rejected(code: "message_invalid"))
        let large = Array(repeating: UInt8(0), count: WebhookCarrier.bodyBytesMax + 1)
        #expect(carrier.send(message("http://127.0.0.1:9/", body: large)) == .rejected(code: "message_invalid"))
    }
}

struct StatusCase: Sendable, CustomTestStringConvertible {
    let status: Int
    var headers = ""
    var body = "{}"
    let outcome: SendOutcome

    var testDescription: String { "\(status) \(headers.trimmingCharacters(in: .whitespacesAndNewlines))" }

    private static func retry(_ status: Int, _ seconds: Int? = nil) -> SendOutcome {
        .retry(code: "http_\(status)", afterSeconds: seconds)
    }

    static let all = [
        StatusCase(status: 200, outcome: .accepted(reference: nil, httpStatus: 200)),
        StatusCase(status: 202, outcome: .accepted(reference: nil, httpStatus: 202)),
        StatusCase(status: 301, headers: "Location: /x\r\n", outcome: .rejected(code: "http_301")),
        StatusCase(status: 400, outcome: .rejected(code: "http_400")),
        StatusCase(status: 401, outcome: .rejected(code: "http_401")),
        StatusCase(status: 404, outcome: .rejected(code: "http_404")),
        StatusCase(status: 408, outcome: retry(408)),
        StatusCase(status: 410, outcome: .rejected(code: "gone")),
        StatusCase(status: 425, outcome: retry(425)),
        StatusCase(status: 429, headers: "Retry-After: 17\r\n", outcome: retry(429, 17)),
        StatusCase(status: 429, headers: "Retry-After: 86400\r\n", outcome: retry(429, 3_600)),
        StatusCase(status: 429, headers: "Retry-After: soon\r\n", outcome: retry(429)),
        StatusCase(
            status: 503,
            headers: "Retry-After: Fri, 31 Dec 2199 23:59:59 GMT\r\n",
            outcome: retry(503, 3_600)
        ),
        StatusCase(status: 500, outcome: retry(500)),
        StatusCase(status: 502, outcome: retry(502)),
        StatusCase(status: 599, outcome: retry(599)),
    ]
}
