import Foundation
import Testing

@testable import Telemetry

/// One request to 127.0.0.1, written raw; answers everything until the listener closes.
private func exchange(port: Int, _ request: String) -> String {
    let client = connected(port: port)
    defer { close(client) }
    let bytes = Array(request.utf8)
    _ = send(client, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    return readToEnd(client)
}

private func connected(port: Int) -> Int32 {
    let client = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr = in_addr(s_addr: UInt32(0x7F00_0001).bigEndian)
    let size = socklen_t(MemoryLayout<sockaddr_in>.size)
    _ = withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(client, $0, size) }
    }
    return client
}

private func readToEnd(_ client: Int32) -> String {
    var answer: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 4_096)
    while true {
        let count = recv(client, &chunk, chunk.count, 0)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return String(decoding: answer, as: UTF8.self) }
        answer += chunk[..<count]
    }
}

struct OpsListenerTests {
    private func started(isReady: Bool = true) throws -> (OpsListener, port: Int) {
        let listener = OpsListener(
            port: 0,
            health: { HealthReport(isReady: isReady, checks: ["database": isReady ? "ok" : "say \"no\""]) },
            metrics: { "a_total 1\n" }
        )
        try listener.start()
        return (listener, try #require(listener.port))
    }

    @Test func `ready, live and metrics answer 200 with their bodies`() throws {
        let (listener, port) = try started()
        defer { listener.stop() }
        let health = exchange(port: port, "GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(health.hasPrefix("HTTP/1.1 200 OK\r\n"))
        #expect(health.hasSuffix("\r\n\r\n{\"status\":\"ready\",\"checks\":{\"database\":\"ok\"}}\n"))
        #expect(exchange(port: port, "GET /live HTTP/1.0\r\n\r\n").hasSuffix("{\"status\":\"live\"}\n"))
        let metrics = exchange(port: port, "GET /metrics?x=1 HTTP/1.1\r\n\r\n")
        #expect(metrics.contains("Content-Type: text/plain; version=0.0.4; charset=utf-8\r\n"))
        #expect(metrics.contains("Content-Length: 10\r\n"))
        #expect(metrics.hasSuffix("\r\n\r\na_total 1\n"))
    }

    @Test func `not ready answers 503 and stays live`() throws {
        let (listener, port) = try started(isReady: false)
        defer { listener.stop() }
        let health = exchange(port: port, "GET /health HTTP/1.1\r\n\r\n")
        #expect(health.hasPrefix("HTTP/1.1 503 Service Unavailable\r\n"))
        #expect(health.hasSuffix(#"{"status":"not_ready","checks":{"database":"say \"no\""}}"# + "\n"))
        #expect(exchange(port: port, "GET /live HTTP/1.1\r\n\r\n").hasPrefix("HTTP/1.1 200"))
    }

    @Test(arguments: RequestCase.all)
    func `other requests are refused with their status`(_ row: RequestCase) throws {
        let (listener, port) = try started()
        defer { listener.stop() }
        let answer = exchange(port: port, row.request)
        #expect(answer.hasPrefix("HTTP/1.1 \(row.status) "))
        #expect(answer.contains("Allow: GET, HEAD\r\n") == (row.status == 405))
        #expect(answer.hasSuffix("\r\n\r\n") == row.isEmpty)
    }

    @Test func `connections beyond the limit are refused and room comes back`() throws {
        let (listener, port) = try started()
        defer { listener.stop() }
        let idle = (0..<OpsListener.connectionsMax).map { _ in connected(port: port) }
        let refused = connected(port: port)
        #expect(readToEnd(refused).hasPrefix("HTTP/1.1 503 "))
        close(refused)
        for client in idle {
            let request = Array("GET /live HTTP/1.1\r\n\r\n".utf8)
            _ = send(client, request, request.count, Int32(MSG_NOSIGNAL))
            #expect(readToEnd(client).hasPrefix("HTTP/1.1 200 "))
            close(client)
        }
    }

    @Test func `a header that arrives in pieces is put together`() throws {
        let (listener, port) = try started()
        defer { listener.stop() }
        let client = connected(port: port)
        defer { close(client) }
        for byte in Array("GET /live HTTP/1.1\r\nHost: x\r\n\r\n".utf8) {
            _ = send(client, [byte], 1, Int32(MSG_NOSIGNAL))
        }
        #expect(readToEnd(client).hasPrefix("HTTP/1.1 200 "))
    }

    @Test func `a taken port is said plainly and a stopped listener gives it back`() throws {
        let (first, port) = try started()
        let second = OpsListener(port: port, health: { HealthReport(isReady: true) }, metrics: { "" })
        #expect(throws: OpsListenerError.portTaken(host: "127.0.0.1", port: port)) { try second.start() }
        first.stop()
        #expect(first.port == nil)
        try second.start()
        #expect(second.port == port)
        second.stop()
        second.stop()
    }

    @Test func `a listener starts once and needs an address`() throws {
        let (listener, _) = try started()
        #expect(throws: OpsListenerError.started) { try listener.start() }
        listener.stop()
        #expect(throws: OpsListenerError.started) { try listener.start() }
        let named = OpsListener(host: "localhost", port: 0, health: { HealthReport(isReady: true) }, metrics: { "" })
        #expect(throws: OpsListenerError.address("localhost")) { try named.start() }
    }

    @Test func `every path and status is answered under its own name`() {
        #expect(OpsPath.allCases.map(\.rawValue) == ["/health", "/live", "/metrics"])
        #expect(Set(OpsResponse.Status.allCases.map(\.reason)).count == OpsResponse.Status.allCases.count)
    }
}

struct RequestCase: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let request: String
    let status: Int
    var isEmpty = false

    static let all = [
        RequestCase(testDescription: "other path", request: "GET /other HTTP/1.1\r\n\r\n", status: 404),
        RequestCase(testDescription: "root", request: "GET / HTTP/1.1\r\n\r\n", status: 404),
        RequestCase(testDescription: "path below", request: "GET /health/x HTTP/1.1\r\n\r\n", status: 404),
        RequestCase(testDescription: "post", request: "POST /health HTTP/1.1\r\n\r\n", status: 405),
        RequestCase(testDescription: "head", request: "HEAD /live HTTP/1.1\r\n\r\n", status: 200, isEmpty: true),
        RequestCase(testDescription: "no version", request: "GET /health\r\n\r\n", status: 400),
        RequestCase(testDescription: "HTTP/2", request: "GET /health HTTP/2.0\r\n\r\n", status: 400),
        RequestCase(testDescription: "blank line", request: "\r\n\r\n", status: 400),
        RequestCase(testDescription: "control character", request: "GET /\u{1} HTTP/1.1\r\n\r\n", status: 400),
        RequestCase(
            testDescription: "8 KiB of header and more",
            request: "GET /live HTTP/1.1\r\nX: \(String(repeating: "x", count: 9_000))\r\n\r\n",
            status: 431
        ),
        RequestCase(
            testDescription: "just below 8 KiB",
            request: "GET /live HTTP/1.1\r\nX: \(String(repeating: "x", count: 8_100))\r\n\r\n",
            status: 200
        ),
    ]
}
