import Foundation
import Switchyard
import SwitchyardAPI
import TestSupport
import Testing

/// Every type that the source sends has an entry, and no entry is of something that nothing sends.
@Suite struct ErrorCatalogueTests {
    private static let statuses: [String: Int] = [
        "invalid": 422, "unauthenticated": 401, "forbidden": 403, "notFound": 404, "conflict": 409, "limited": 429,
    ]
    private static let words = ErrorCatalogue.all.map(\.word)

    private static let marks = [
        "DomainError(", "reply(", "requireSupervisor(or", "\"signature_", "\"timestamp_outside",
    ]

    /// The lines that name a type, each with the two behind it: all of the source is slow to search.
    private static let source: String = {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Sources")
        let paths = FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String } ?? []
        let files = paths.filter { $0.hasSuffix(".swift") && !$0.contains("ErrorCatalogue") }
        return files.compactMap { try? String(contentsOf: root.appending(path: $0), encoding: .utf8) }
            .map(telling).joined()
    }()

    private static func telling(_ text: String) -> String {
        let lines = text.split(separator: "\n")
        let marked = lines.indices.filter { index in marks.contains { lines[index].contains($0) } }
        return Set(marked.flatMap { $0..<min($0 + 3, lines.count) }).sorted().map { lines[$0] + "\n" }.joined()
    }

    /// `DomainError(.code, "word"`, as the source has them.
    private static let thrown = source.matches(of: #/DomainError\(\s*\.(\w+),\s*"(\w+)"/#).map {
        (code: String($0.output.1), word: String($0.output.2))
    }

    /// Words that reach a problem by another way than the literal in a `DomainError`.
    private static let others: [String] =
        source.matches(of: #/requireSupervisor\(or: (?:refusal: String = )?"(\w+)"\)/#).map { String($0.output.1) }
        + source.matches(of: #/reply\(\s*"(\w+)",\s*in: language/#).map { String($0.output.1) }
        + source.matches(of: #/\("(signature_\w+|timestamp_\w+)", (?:nil|skew)\)/#).map { String($0.output.1) }
        + ["supervisor_required", ErrorCatalogue.entry("internal")?.word ?? ""]
        + ApprovalState.allCases.filter { $0 != .proposed }.map { "already_\($0.rawValue)" }

    @Test func everyTypeThatIsSentHasAnEntryWithItsStatus() {
        #expect(Self.thrown.count > 80)
        for (code, word) in Self.thrown {
            let status = ["revision_changed", "setup_changed"].contains(word) ? 412 : Self.statuses[code]
            #expect(ErrorCatalogue.entry(word)?.status == status, "\(code) \(word)")
        }
        for word in Self.others { #expect(ErrorCatalogue.entry(word) != nil, "\(word)") }
    }

    @Test func everyEntryIsSent() {
        let sent = Set(Self.thrown.map(\.word) + Self.others)
        #expect(Set(Self.words) == sent, "\(Set(Self.words).symmetricDifference(sent).sorted())")
        #expect(Self.words.count == Set(Self.words).count)
    }

    /// Reasons that are no literal: a new one needs a line in `others`.
    @Test func noWordComesByAWayThatIsNotKnown() {
        let unread = Self.source.matches(of: #/DomainError\(\s*\.\w+,\s*([^"\s][^)\n]*|"[^"]*\\[^"]*")/#)
        #expect(unread.map { String($0.output.1) }.sorted() == [#""already_\(rawValue)""#, "refusal", "refusal"])
    }

    @Test(arguments: ProblemLanguage.allCases) func everyTextIsOfItsLanguage(language: ProblemLanguage) {
        let script: ClosedRange<Unicode.Scalar>
        switch language {
        case .en: script = "a"..."z"
        case .ru: script = "а"..."я"
        case .zh: script = "\u{4E00}"..."\u{9FFF}"
        }
        let texts =
            ErrorCatalogue.all.map { ($0.word, $0.title) } + FieldError.Code.allCases.map { ($0.rawValue, $0.detail) }
        for (name, text) in texts {
            #expect(text(language).unicodeScalars.contains(where: script.contains), "\(name) \(language)")
            #expect(Set(ProblemLanguage.allCases.map { text($0) }).count == 3, "\(name)")
        }
        #expect(ErrorCatalogue.all.allSatisfy { !$0.remedy.isEmpty })
    }

    @Test(
        arguments: [
            (nil, .en), ("", .en), ("ru", .ru), ("zh-CN,zh;q=0.9,en;q=0.8", .zh), ("de, ru;q=0.5", .ru), ("de", .en),
            ("en;q=0.1, RU-ru;q=0.2", .ru), ("*", .en), ("ru;q=0", .en), ("zh;q=x, ru", .ru), ("ru;q=7", .en),
            (";;,,", .en), ("fr, *;q=0.1, zh;q=0.05", .en),
        ] as [(String?, ProblemLanguage)]
    )
    func theLanguageIsTheOneThatTheCallerLikesBest(header: String?, language: ProblemLanguage) {
        #expect(ProblemLanguage(accepting: header) == language)
    }
}

/// What a problem's type leads to, and in which language a problem comes.
@Suite(.needsDatabase) struct ErrorPageTests {
    @Test func everyTypeLeadsToItsEntry() async throws {
        let api = try API.make { $0.hasDesks = false }
        let whole = await api.send("GET", "/errors")
        #expect(whole.status == 200 && whole.header("content-type") == "text/html; charset=utf-8")
        for entry in ErrorCatalogue.all {
            let page = await api.send("GET", ErrorCatalogue.address(entry.word))
            #expect(page.status == 200)
            #expect(page.text.contains("id=\"\(entry.word)\"") && page.text.contains("\(entry.status)"))
            #expect(page.text.contains(entry.title.ru) && page.text.contains(entry.title.zh), "\(entry.word)")
            #expect(whole.text.contains("id=\"\(entry.word)\""))
        }
        #expect(await api.send("GET", "/errors/nothing").body == Problem.notFound.body)
    }

    @Test func aProblemsTypeIsTheAddressOfItsEntry() async throws {
        let api = try API.make { $0.hasDesks = false }
        let problem = await api.send("GET", "\(api.tenant)/tickets")
        let page = await api.send("GET", try problem.json.string("type"))
        #expect(page.text.contains("credential_not_accepted"))
    }

    @Test(arguments: ProblemLanguage.allCases) func aProblemSpeaksTheCallersLanguage(
        language: ProblemLanguage
    ) async throws {
        let api = try API.make()
        let headers = ["accept-language": "\(language.rawValue)-XX, de;q=0.9"]
        let agent = api.fixture.agent().credential
        let absent = await api.send("GET", "/v1/nothing", as: agent, headers: headers)
        #expect(try absent.json.string("title") == ErrorCatalogue.entry("not_found")?.title(language))
        #expect(absent.header("content-language") == language.rawValue)
        #expect(absent.header("vary") == "Accept-Language")
        let path = "\(api.ticket(try await api.open()))/replies"
        let faulty = await api.send("POST", path, as: agent, body: [:], headers: headers)
        #expect(try faulty.json.string("title") == ErrorCatalogue.entry("validation_failed")?.title(language))
        #expect(try faulty.json.array("errors")[0].string("detail") == FieldError.Code.required.detail(language))
    }
}
