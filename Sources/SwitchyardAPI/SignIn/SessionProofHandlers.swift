import Switchyard

/// Showing again, or more, who one is.
enum SessionProofHandlers {
    static func prove(_ call: Call) async throws -> Reply {
        guard let method = SessionProof.Method(rawValue: try call.body.string("method")) else {
            throw DomainError.field("/method", .notInList)
        }
        let secret = try call.body.string("secret")
        let proof = try call.proof()
        let session: OpenedSession?
        switch method {
        case .password: session = try await show(Password(secret), proof, call)
        case .code: session = try await call.directory { try proof.show(code: secret, in: $0) }
        case .recoveryCode: session = try await call.directory { try proof.show(recoveryCode: secret, in: $0) }
        }
        guard let session else { throw DomainError.codeRefused }
        return .json(.object(SessionHandlers.view(session)))
    }

    private static func show(_ password: Password, _ proof: SessionProof, _ call: Call) async throws -> OpenedSession {
        let passwords = call.server.passwords
        return try await passwords.withPlace {
            let check = try await call.directory { try proof.begin(password, in: $0) }
            guard try await passwords.run({ try check.run() }) != nil else {
                try await call.directory { try proof.fail(in: $0) }
                throw DomainError(.forbidden, "password_refused")
            }
            return try await call.directory { try proof.succeed(in: $0) }
        }
    }
}

extension Call {
    func proof() throws -> SessionProof {
        let account = try account()
        return SessionProof(of: account.person, session: account.session, client: client)
    }

    /// By what a person will know the session again.
    var client: Session.Client {
        Session.Client(address: request.address, agent: request.headers["user-agent"] ?? "")
    }
}
