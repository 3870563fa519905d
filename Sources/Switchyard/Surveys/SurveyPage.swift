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
        let brand = try tx.settings().brand
        guard let answer = try SurveyAnswer.find(invitation.id, in: tx) else {
            return try form(words, brand, selected: preselected, notice: nil)
        }
        guard try answer.isEditable(at: tx.now) else { return try ended(words, brand, words.closed) }
        let notice = words.thanks + " " + words.mayChange
        return try form(words, brand, selected: preselected ?? answer.score, notice: notice)
    }

    static func form(
        _ words: SurveyWords,
        _ brand: Brand,
        selected: Int?,
        notice: String?,
        status: Int = 200
    ) throws -> SurveyPage {
        let choices = zip(SurveyAnswer.scores, words.scores).map { score, label in
            Choice(score: score, label: label, isSelected: score == selected)
        }
        let view = FormView(words: words, notice: notice, choices: choices, trap: trapField)
        let fields = view.fields.merging(shown(brand, words)) { own, _ in own }
        return SurveyPage(status: status, html: try MustacheTemplate(string: formTemplate).render(fields))
    }

    static func ended(_ words: SurveyWords, _ brand: Brand, _ second: String) throws -> SurveyPage {
        let own: [String: Any] = ["language": words.language, "first": words.thanks, "second": second]
        let fields = own.merging(shown(brand, words)) { own, _ in own }
        return SurveyPage(status: 200, html: try MustacheTemplate(string: endTemplate).render(fields))
    }

    /// Whose page it is. The template escapes all of it.
    private static func shown(_ brand: Brand, _ words: SurveyWords) -> [String: Any] {
        let ending = brand.ending(LetterLanguage(tag: words.language))
        var fields: [String: Any] = ["brand": brand.name, "colour": brand.colour, "letters": brand.letters]
        if let footer = ending.footer { fields["lines"] = footer.split(separator: "\n").map(String.init) }
        if let url = ending.supportURL { fields["support"] = url }
        return fields
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

    private static let styleTemplate = """
        <style>\(PlainPage.style).b{font-weight:600;border-bottom:.3rem solid {{colour}}}button{background:{{colour}};\
        color:{{letters}}}footer{margin-top:2rem;font-size:.9rem}</style>
        """

    private static let footerTemplate = """
        <footer>{{#lines}}<p>{{.}}</p>{{/lines}}{{#support}}<p><a rel="noreferrer noopener" href="{{support}}">\
        {{support}}</a></p>{{/support}}</footer>
        """

    private static let formTemplate =
        PlainPage.head + """
            <title>{{question}}</title>\(styleTemplate)</head><body><main><p class="b">{{brand}}</p>
            {{#notice}}<p role="status">{{notice}}</p>{{/notice}}
            <form method="post"><fieldset><legend>{{question}}</legend>
            {{#choices}}<label class="c"><input type="radio" name="score" value="{{score}}" required\
            {{#checked}} checked{{/checked}}> {{score}} – {{label}}</label>
            {{/choices}}</fieldset>
            <p><label for="comment">{{comment}}</label><textarea id="comment" name="comment" rows="4" \
            maxlength="{{commentMax}}"></textarea></p>
            <p class="t" aria-hidden="true"><label for="{{trap}}">Website</label>\
            <input id="{{trap}}" name="{{trap}}" tabindex="-1" autocomplete="off"></p>
            <button>{{send}}</button></form>\(footerTemplate)</main></body></html>
            """

    private static let endTemplate =
        PlainPage.head + """
            <title>{{first}}</title>\(styleTemplate)</head><body><main><p class="b">{{brand}}</p>
            <p role="status">{{first}}</p><p>{{second}}</p>\(footerTemplate)</main></body></html>
            """
}
