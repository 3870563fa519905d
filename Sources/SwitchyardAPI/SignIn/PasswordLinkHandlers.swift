import Switchyard

/// Links to choose a password: asked for, sent by an administrator, and the page behind them.
enum PasswordLinkHandlers {
    private static let formType = "application/x-www-form-urlencoded"

    /// The same answer whoever is asked for.
    static func askReset(_ call: Call) async throws -> Reply {
        let email = try call.body.string("email")
        let place = SignInPlace(address: call.request.address)
        try await call.stranger { try SignInLink.askReset(email: email, from: place, in: $0) }
        return .json([:], status: 202)
    }

    static func invite(_ call: Call) async throws -> Reply {
        let person = try call.id("person")
        return try await call.created { try SignInLink.invite(person, in: $0) }
    }

    static func show(_ call: Call) async throws -> Reply {
        guard let token = token(call) else { return reply(.notFound) }
        let page = try await call.stranger { tx in
            guard let link = try SignInLink.find(token, in: tx) else { return PasswordPage.notFound }
            return try PasswordPage.form(PersonRecord.find(link.personID, in: tx).language)
        }
        return reply(page)
    }

    static func choose(_ call: Call) async throws -> Reply {
        let type = call.request.headers["content-type"]?.split(separator: ";").first.map { $0.lowercased() }
        guard let token = token(call), type == formType else { return reply(.notFound) }
        let password = try Password(posted: call.request.body)
        let judged = try await call.stranger { try judge(password, token, in: $0) }
        let language: String
        switch judged {
        case .page(let page): return reply(page)
        case .good(let chosen): language = chosen
        }
        let passwords = call.server.passwords
        let isUsed = try await passwords.withPlace {
            let hash = try await passwords.run { try PasswordHash.make(password) }
            return try await call.stranger { try SignInLink.use(token, for: hash, in: $0) }
        }
        return reply(isUsed ? try PasswordPage.done(language) : .notFound)
    }

    private enum Judgement: Sendable {
        case good(language: String)
        case page(PasswordPage)
    }

    /// Before anything is hashed: whoever has no good link costs nothing.
    private static func judge(
        _ password: Password,
        _ token: ReferenceToken,
        in tx: DirectoryTransaction
    ) throws -> Judgement {
        guard let link = try SignInLink.find(token, in: tx) else { return .page(.notFound) }
        let language = try PersonRecord.find(link.personID, in: tx).language
        do {
            try Person.check(password, for: link.personID, at: "/password", in: tx)
            return .good(language: language)
        } catch let error as DomainError where error.code == .invalid {
            return .page(try PasswordPage.form(language, fault: error.fields.first))
        }
    }

    private static func token(_ call: Call) -> ReferenceToken? {
        ReferenceToken(.link, parsing: call.parameters["token"] ?? "")
    }

    private static func reply(_ page: PasswordPage) -> Reply { Reply(page: page.html, status: page.status) }
}
