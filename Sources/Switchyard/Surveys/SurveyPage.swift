import Mustache

/// The page behind a survey link. GET shows and changes nothing, whoever follows the link (mail scanners do); POST records
/// (`spec/surveys-reports.md V6`). One page for every token that is not good: unknown, another tenant's, void, expired.
package struct SurveyPage: Sendable, Hashable {
    /// A field that the page hides from people.
    package static let trapField = "website"

    package let status: Int
    package let html: String

    package static let notFound = SurveyPage(status: 404, html: PlainPage.notFound)

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

    private static let formTemplate =
        PlainPage.head + """
            <title>{{question}}</title><style>\(PlainPage.style)</style></head><body><main>
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
        PlainPage.head + """
            <title>{{first}}</title><style>\(PlainPage.style)</style></head><body><main>
            <p role="status">{{first}}</p><p>{{second}}</p></main></body></html>
            """
}
