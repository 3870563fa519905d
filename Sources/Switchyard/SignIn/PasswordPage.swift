import Mustache

/// The page behind a link to choose a password. GET shows and changes nothing, whoever follows the link (mail scanners do); POST
/// sets. One page for every link that is not good, and nothing on any of them says whose it is.
package struct PasswordPage: Sendable, Hashable {
    package let status: Int
    package let html: String

    package static let notFound = PasswordPage(status: 404, html: PlainPage.notFound)

    package static func form(_ language: String, fault: FieldError? = nil) throws -> PasswordPage {
        let words = PasswordWords.choose(language)
        var fields = words.fields
        fields["min"] = Password.charactersMin
        fields["max"] = SignIn.typedCharactersMax
        if let fault { fields["notice"] = words.notice(fault.code) }
        let html = try MustacheTemplate(string: template).render(fields)
        return PasswordPage(status: fault == nil ? 200 : 422, html: html)
    }

    package static func done(_ language: String) throws -> PasswordPage {
        let html = try MustacheTemplate(string: endTemplate).render(PasswordWords.choose(language).fields)
        return PasswordPage(status: 200, html: html)
    }

    private static let template =
        PlainPage.head + """
            <title>{{title}}</title><style>\(PlainPage.style)</style></head><body><main><h1>{{title}}</h1>
            {{#notice}}<p role="alert">{{notice}}</p>{{/notice}}
            <form method="post"><p><label for="password">{{label}}</label>\
            <input id="password" name="password" type="password" autocomplete="new-password" required \
            minlength="{{min}}" maxlength="{{max}}"></p><p>{{advice}}</p>
            <button>{{send}}</button></form></main></body></html>
            """

    private static let endTemplate =
        PlainPage.head + """
            <title>{{done}}</title><style>\(PlainPage.style)</style></head><body><main>
            <p role="status">{{done}}</p><p>{{next}}</p></main></body></html>
            """
}
