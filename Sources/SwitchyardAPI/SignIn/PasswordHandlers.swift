import Switchyard

/// One's own password.
enum PasswordHandlers {
    static func change(_ call: Call) async throws -> Reply {
        let current = Password(try call.body.string("current_password"))
        let fresh = Password(try call.body.string("password"))
        let account = try call.account()
        let change = PasswordChange(of: account.person, session: account.session)
        let passwords = call.server.passwords
        try await passwords.withPlace {
            let check = try await call.directory { try change.begin(current: current, fresh: fresh, in: $0) }
            guard try await passwords.run({ try check.run() }) != nil else {
                try await call.directory { try change.fail(in: $0) }
                throw DomainError(.forbidden, "password_refused")
            }
            let hash = try await passwords.run { try PasswordHash.make(fresh) }
            try await call.directory { try change.succeed(hash, in: $0) }
        }
        return .empty
    }
}
