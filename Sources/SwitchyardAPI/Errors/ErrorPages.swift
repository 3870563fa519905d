import Switchyard

/// The error catalogue to be read, whole or one entry: what a problem's `type` leads to.
enum ErrorPages {
    static let routes: [Route] = [
        Route("GET", "/errors", .open, "Everything that can go wrong, and what to do about it", page: true, all),
        Route(
            "GET",
            "/errors/{error}",
            .open,
            "What one type of problem means, and what to do about it",
            page: true,
            one
        ),
    ]

    private static func all(_ call: Call) async throws -> Reply {
        page("Errors", ErrorCatalogue.all.map(section).joined())
    }

    private static func one(_ call: Call) async throws -> Reply {
        guard let entry = ErrorCatalogue.entry(call.parameters["error"] ?? "") else { throw DomainError.notFound }
        return page(entry.word, section(entry) + "<p><a href=\"/errors\">All errors</a></p>")
    }

    private static func section(_ entry: ErrorEntry) -> String {
        let titles = ProblemLanguage.allCases.map { language in
            "<p lang=\"\(language.rawValue)\">\(escaped(entry.title(language)))</p>"
        }
        return """
            <section id="\(entry.word)"><h2><a href="\(ErrorCatalogue.address(entry.word))"><code>\(entry.word)</code></a> \
            \(entry.status)</h2>\(titles.joined())<p>\(escaped(entry.remedy))</p></section>
            """
    }

    static func page(_ title: String, _ content: String) -> Reply {
        Reply(page: "\(head)<title>\(title)</title></head><body>\(content)</body></html>", status: 200)
    }

    private static let head = """
        <!doctype html><html lang="en"><head><meta charset="utf-8">\
        <meta name="viewport" content="width=device-width,initial-scale=1">\
        <style>body{font:1rem/1.5 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b;\
        background:#fff}h2{font-size:1.1rem;margin-top:2rem}p{margin:.3rem 0}</style>
        """

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;")
    }
}
