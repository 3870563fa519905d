import Mustache

/// The page behind a survey link. GET shows and changes nothing, whoever follows the link (mail scanners do); POST records
/// (`spec/surveys-reports.md V6`). One page for every token that is not good: unknown, another tenant's, void, expired.
package struct SurveyPage: Sendable, Hashable {
    /// A field that the page hides from people.
    package static let trapField = "website"
    /// What the tier sends beside every survey page: nothing is loaded, kept, framed, or told to other sites.
    package static let headers = [
        ("Content-Type", "text/html; charset=utf-8"),
        ("Cache-Control", "no-store"),
        ("Referrer-Policy", "no-referrer"),
        ("X-Robots-Tag", "noindex"),
        ("X-Content-Type-Options", "nosniff"),
        (
            "Content-Security-Policy",
            "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        ),
    ]

    package let status: Int
    package let html: String

    /// The same bytes for everything that is not there.
    package static let notFound = SurveyPage(
        status: 404,
        html: """
            <!doctype html><html lang="en"><head><meta charset="utf-8"><title>Not found</title></head>\
            <body><p>This page does not exist, or is no longer available.</p></body></html>
            """
    )

    /// `preselected` comes from a score link of the mail; it is a choice only when it is sent.
    package static func show(_ token: String, preselected: Int? = nil, in tx: TenantTransaction) throws -> SurveyPage {
        guard let token = SurveyToken(token), let invitation = try SurveyInvitation.find(token, in: tx),
            try invitation.isOpen(at: tx.now)
        else { return notFound }
        let words = SurveyWords.choose(invitation.language)
        guard let answer = try SurveyAnswer.find(invitation.id, in: tx) else {
            return try form(words, selected: preselected, notice: nil)
        }
        guard try answer.isEditable(at: tx.now) else { return try ended(words, words.closed) }
        return try form(words, selected: preselected ?? answer.score, notice: words.thanks + " " + words.mayChange)
    }

    static func form(_ words: SurveyWords, selected: Int?, notice: String?, status: Int = 200) throws -> SurveyPage {
        let choices = zip(SurveyAnswer.scores, words.scores).map { score, label in
            Choice(score: score, label: label, isSelected: score == selected)
        }
        let view = FormView(words: words, notice: notice, choices: choices, trap: trapField)
        return SurveyPage(status: status, html: try MustacheTemplate(string: formTemplate).render(view.fields))
    }

    static func ended(_ words: SurveyWords, _ second: String) throws -> SurveyPage {
        let fields: [String: Any] = ["language": words.language, "first": words.thanks, "second": second]
        return SurveyPage(status: 200, html: try MustacheTemplate(string: endTemplate).render(fields))
    }

    private struct Choice {
        let score: Int
        let label: String
        let isSelected: Bool
    }

    private struct FormView {
        let words: SurveyWords
        let notice: String?
        let choices: [Choice]
        let trap: String

        var fields: [String: Any] {
            var fields: [String: Any] = [
                "language": words.language, "question": words.question, "comment": words.comment, "send": words.send,
                "trap": trap, "commentMax": SurveyForm.commentCharactersMax,
                "choices": choices.map { choice in
                    ["score": choice.score, "label": choice.label, "checked": choice.isSelected] as [String: Any]
                },
            ]
            if let notice { fields["notice"] = notice }
            return fields
        }
    }

    private static let style = """
        body{font:1.1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b;\
        background:#fff}fieldset{border:0;padding:0;margin:0}legend{font-size:1.3rem;font-weight:600;padding:0;\
        margin-bottom:1rem}label.c{display:block;padding:.6rem .8rem;border:1px solid #767676;border-radius:.4rem;\
        margin:.4rem 0}textarea{width:100%;box-sizing:border-box;font:inherit;padding:.5rem}button{font:inherit;\
        padding:.7rem 1.4rem;margin-top:1rem;border:0;border-radius:.4rem;background:#0b4f9c;color:#fff}\
        .t{position:absolute;left:-9999px}:focus-visible{outline:3px solid #f5a300;outline-offset:2px}
        """

    private static let head = """
        <!doctype html><html lang="{{language}}"><head><meta charset="utf-8">\
        <meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex">
        """

    private static let formTemplate =
        head + """
            <title>{{question}}</title><style>\(style)</style></head><body><main>
            {{#notice}}<p role="status">{{notice}}</p>{{/notice}}
            <form method="post"><fieldset><legend>{{question}}</legend>
            {{#choices}}<label class="c"><input type="radio" name="score" value="{{score}}" required\
            {{#checked}} checked{{/checked}}> {{score}} – {{label}}</label>
            {{/choices}}</fieldset>
            <p><label for="comment">{{comment}}</label><textarea id="comment" name="comment" rows="4" \
            maxlength="{{commentMax}}"></textarea></p>
            <p class="t" aria-hidden="true"><label for="{{trap}}">Website</label>\
            <input id="{{trap}}" name="{{trap}}" tabindex="-1" autocomplete="off"></p>
            <button>{{send}}</button></form></main></body></html>
            """

    private static let endTemplate =
        head + """
            <title>{{first}}</title><style>\(style)</style></head><body><main>
            <p role="status">{{first}}</p><p>{{second}}</p></main></body></html>
            """
}
