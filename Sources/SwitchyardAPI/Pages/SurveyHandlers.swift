import Switchyard

/// The customer's survey page. GET shows, POST records; whatever is wrong with a link looks the same.
enum SurveyHandlers {
    private static let formType = "application/x-www-form-urlencoded"

    static func show(_ call: Call) async throws -> Reply {
        let token = call.parameters["token"] ?? ""
        let score = call.query["score"].flatMap { Int($0) }
        return try await page(call) { try SurveyPage.show(token, preselected: score, in: $0) }
    }

    static func answer(_ call: Call) async throws -> Reply {
        let token = call.parameters["token"] ?? ""
        let type = call.request.headers["content-type"]?.split(separator: ";").first.map { $0.lowercased() }
        guard type == formType else { return reply(.notFound) }
        let form = try SurveyForm(urlEncoded: call.request.body)
        return try await page(call) { try SurveyPage.answer(token, form, in: $0) }
    }

    private static func page(
        _ call: Call,
        _ make: @escaping @Sendable (TenantTransaction) throws -> SurveyPage
    ) async throws -> Reply {
        do {
            return reply(try await call.tenant(make))
        } catch let error as DomainError where error.code == .notFound {
            return reply(.notFound)
        }
    }

    private static func reply(_ page: SurveyPage) -> Reply { Reply(page: page.html, status: page.status) }
}

extension Reply {
    /// One of our pages for people.
    init(page html: String, status: Int) {
        self.init(status: status, contentType: nil, body: Array(html.utf8))
        for (name, value) in PlainPage.headers { headers.append((name.lowercased(), value)) }
    }
}
