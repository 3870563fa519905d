import Foundation
import Logging
import TestTools
import Testing

@testable import Telemetry

/// What a logger writes to a file in the course of `body`.
private func lines(level: Logger.Level = .trace, _ body: (inout Logger) throws -> Void) throws -> [String] {
    try TemporaryFolder.with { folder in
        let path = folder.path + "/log"
        let descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        var logger = Logger(label: "test \"label\"") { JSONLogHandler(label: $0, level: level, descriptor: descriptor) }
        try body(&logger)
        let text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
        #expect(text.isEmpty || text.hasSuffix("\n"))
        return text.split(separator: "\n").map(String.init)
    }
}

private struct Line: Decodable {
    let time: String
    let level: String
    let label: String
    let message: String
    let error: String?
}

private func decode(_ line: String) throws -> Line {
    try JSONDecoder().decode(Line.self, from: Data(line.utf8))
}

struct JSONLogHandlerTests {
    @Test func `a record is one line of JSON whatever it holds`() throws {
        let message = "a\nb \"q\" \\ \u{1} \u{7F} 交易 👍"
        let written = try lines { $0.error("\(message)", metadata: ["k\"": "v\n"]) }
        #expect(written.count == 1)
        let line = try decode(written[0])
        #expect(line.message == message)
        #expect(line.level == "error")
        #expect(line.label == "test \"label\"")
        #expect(written[0].hasSuffix(#""metadata":{"k\"":"v\n"}}"#))
    }

    @Test func `nearer metadata wins and nesting is kept`() throws {
        let written = try lines { logger in
            logger[metadataKey: "a"] = "handler"
            logger[metadataKey: "b"] = "handler"
            logger.info("x", metadata: ["b": "event", "list": ["1", ["n": "2"]], "number": "\(3)"])
        }
        #expect(written[0].hasSuffix(#""metadata":{"a":"handler","b":"event","list":["1",{"n":"2"}],"number":"3"}}"#))
    }

    @Test func `records below the level are not written`() throws {
        let written = try lines(level: .warning) { logger in
            logger.info("no")
            logger.warning("yes")
            logger.logLevel = .error
            logger.warning("no")
        }
        #expect(try written.map { try decode($0).message } == ["yes"])
    }

    @Test func `an endless record is cut and stays JSON`() throws {
        let endless = String(repeating: "é\n", count: 100_000)
        let written = try lines { $0.info("\(endless)", metadata: ["all": "\(endless)"]) }
        #expect(written.count == 1)
        #expect(written[0].utf8.count <= JSONLogHandler.lineBytesMax)
        #expect(try decode(written[0]).message.hasSuffix("…"))
        #expect(written[0].hasSuffix(#""metadata":{"cut":true}}"#))
    }

    @Test func `lines of many threads do not mix`() throws {
        let written = try lines { logger in
            let shared = logger
            DispatchQueue.concurrentPerform(iterations: 64) { index in
                shared.info("\(String(repeating: "\(index % 10)", count: 6_000))")
            }
        }
        #expect(written.count == 64)
        for line in written {
            #expect(Set(try decode(line).message).count == 1)
        }
    }

    @Test(arguments: [
        (0, 0, "1970-01-01T00:00:00.000000Z"), (951_827_696, 7, "2000-02-29T12:34:56.000007Z"),
        (1_700_000_000, 999_999, "2023-11-14T22:13:20.999999Z"),
    ])
    func `time is UTC with microseconds`(seconds: Int, microseconds: Int, text: String) {
        #expect(LogTime.text((seconds, microseconds)) == text)
    }
}
