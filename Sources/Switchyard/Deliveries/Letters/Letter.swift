import Mustache

/// One of our own texts, per language, as templates. Plain text, so nothing is escaped: `{{{name}}}`.
struct Letter: Sendable {
    static let subjectCharactersMax = 200

    private let texts: [LetterLanguage: Text]

    private struct Text: Sendable {
        let subject: MustacheTemplate
        let body: MustacheTemplate
    }

    /// Templates come from this folder; one that does not parse is found by the test that renders all of them.
    init(_ sources: [LetterLanguage: (subject: String, body: String)]) {
        texts = sources.compactMapValues { source in
            guard let subject = try? MustacheTemplate(string: source.subject),
                let body = try? MustacheTemplate(string: source.body)
            else { return nil }
            return Text(subject: subject, body: body)
        }
    }

    func render(_ language: LetterLanguage, _ words: [String: String]) throws -> (subject: String, text: String) {
        guard let text = texts[language] ?? texts[.en] else { throw LetterMissing() }
        return (Letter.oneLine(text.subject.render(words)), text.body.render(words))
    }

    /// A subject is one line: what a customer typed may hold anything.
    static func oneLine(_ text: String) -> String {
        var line = ""
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: line.append(" ")
            default: line.unicodeScalars.append(scalar)
            }
        }
        return String(line.prefix(subjectCharactersMax))
    }
}

struct LetterMissing: Error, Sendable {}
