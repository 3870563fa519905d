import Foundation
import Testing

@testable import Switchyard

/// Real customers' texts, in which no secret is known: what is found there is a false hit or a code somebody pasted.
struct SecretFalsePositiveTests {
    struct Source: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let textFields: [String]
        let hitsMax: Int
    }

    private static let sources = [
        Source(
            testDescription: "crypto_complaints.jsonl.gz",
            textFields: ["title", "narrative", "reply_text"],
            hitsMax: 3
        ),
        Source(testDescription: "financial_complaints.jsonl.gz", textFields: ["title", "narrative"], hitsMax: 3),
        Source(testDescription: "support_questions.csv.gz", textFields: [], hitsMax: 3),
    ]

    private static let folder: URL = {
        if let shared = ProcessInfo.processInfo.environment["SWITCHYARD_SHARED"] {
            return URL(filePath: shared).appending(path: "data")
        }
        let root = (0..<4).reduce(URL(filePath: #filePath)) { url, _ in url.deletingLastPathComponent() }
        return root.deletingLastPathComponent().appending(path: "shared/data")
    }()

    private static var isPresent: Bool {
        sources.allSatisfy { FileManager.default.fileExists(atPath: folder.appending(path: $0.testDescription).path) }
    }

    @Test(.enabled(if: isPresent), arguments: sources)
    func realTextsAreLeftAlone(source: Source) throws {
        var counts: [SecretKind: Int] = [:]
        var texts = 0
        for line in try Self.lines(source.testDescription) {
            let (parts, language) = Self.parts(of: line, source.textFields)
            texts += parts.count
            for (part, redaction) in zip(parts, Secrets.redactJoined(parts)) {
                for finding in redaction.findings {
                    counts[finding.kind, default: 0] += 1
                    #expect(!(language == "zh" && finding.kind == .seedPhrase))
                    Self.show(finding, redaction, part)
                }
            }
        }
        print("\(source.testDescription): \(texts) texts,", counts.map { "\($0.key.rawValue) \($0.value)" }.sorted())
        #expect(texts > 1_000)
        #expect(counts.values.reduce(0, +) <= source.hitsMax)
    }

    /// The replies of the companies are public: none may be refused but by mistake.
    @Test(.enabled(if: isPresent))
    func realRepliesAreSeldomStopped() throws {
        var stopped = 0
        for line in try Self.lines("crypto_complaints.jsonl.gz") {
            let (parts, _) = Self.parts(of: line, ["reply_text"])
            for part in parts where OutboundGuard.check(part) != nil {
                stopped += 1
                if ProcessInfo.processInfo.environment["SECRETS_SHOW"] != nil { print("stopped:", part) }
            }
        }
        #expect(stopped <= 3)
    }

    private static func parts(of line: Substring, _ fields: [String]) -> ([String], String?) {
        guard !fields.isEmpty else { return ([Self.question(line)], nil) }
        guard let row = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] else {
            return ([], nil)
        }
        return (fields.compactMap { row[$0] as? String }, row["lang"] as? String)
    }

    /// The first column of `text,intent,split`.
    private static func question(_ line: Substring) -> String {
        let columns = line.split(separator: ",", omittingEmptySubsequences: false)
        return columns.dropLast(2).joined(separator: ",")
    }

    /// The surroundings of a hit, for a person tightening the rules; the data is public.
    private static func show(_ finding: SecretFinding, _ redaction: Redaction, _ text: String) {
        guard ProcessInfo.processInfo.environment["SECRETS_SHOW"] != nil else { return }
        let bytes = Array(text.utf8)
        let range = max(0, finding.place.lowerBound - 60)..<min(bytes.count, finding.place.upperBound + 30)
        print(finding.kind.rawValue, "|", String(decoding: bytes[range], as: UTF8.self))
    }

    private static func lines(_ name: String) throws -> [Substring] {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["gzip", "-dc", folder.appending(path: name).path]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self).split(separator: "\n")
    }
}
