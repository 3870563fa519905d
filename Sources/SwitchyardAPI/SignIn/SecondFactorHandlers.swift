import BusinessTime
import Switchyard

/// One's second factor, and what it is demanded of.
enum SecondFactorHandlers {
    static func show(_ call: Call) async throws -> Reply {
        let account = try call.account()
        let factor = try await call.directory { try SecondFactor.of(account.person, session: account.session, in: $0) }
        return .json([
            "lack": .string(factor.lack.rawValue), "is_demanded": factor.isDemanded.json,
            "enrolled_at": factor.enrolledAt.map { .string($0.iso8601) },
            "shown_at": factor.shownAt.map { .string($0.iso8601) },
            "recovery_codes_left": factor.recoveryCodesLeft.json,
        ])
    }

    static func begin(_ call: Call) async throws -> Reply {
        let account = try call.account()
        let offer = try await call.directory { try SecondFactor.begin(of: account.person, in: $0) }
        return .json(["otpauth_uri": .string(offer.uri), "secret": .string(offer.secret)])
    }

    static func confirm(_ call: Call) async throws -> Reply {
        let code = try call.body.string("code")
        let proof = try call.proof()
        guard let enrolled = try await call.directory({ try proof.enrol(code: code, in: $0) }) else {
            throw DomainError.codeRefused
        }
        return .json([
            "session": .object(SessionHandlers.view(enrolled.session)), "recovery_codes": view(enrolled.codes),
        ])
    }

    static func renewCodes(_ call: Call) async throws -> Reply {
        let account = try call.account()
        return .json([
            "recovery_codes": view(try await call.directory { try RecoveryCode.renew(of: account.person, in: $0) })
        ])
    }

    static func remove(_ call: Call) async throws -> Reply {
        let account = try call.account()
        try await call.directory { try SecondFactor.remove(of: account.person, session: account.session, in: $0) }
        return .empty
    }

    static func reset(_ call: Call) async throws -> Reply {
        let person = try call.id("person")
        try await call.directory { try SecondFactor.reset(of: person, in: $0) }
        return .empty
    }

    static func demandsOfFirm(_ call: Call) async throws -> Reply {
        view(try await call.directory { try SecondFactorDemand.ofFirm(in: $0) })
    }

    static func setDemandsOfFirm(_ call: Call) async throws -> Reply {
        let roles = try roles(call)
        return view(
            try await call.directory { tx in
                try SecondFactorDemand.setForFirm(roles, in: tx)
                return try SecondFactorDemand.ofFirm(in: tx)
            }
        )
    }

    static func demandsOfTenant(_ call: Call) async throws -> Reply {
        view(try await call.tenant { try SecondFactorDemand.ofTenant(in: $0) })
    }

    static func setDemandsOfTenant(_ call: Call) async throws -> Reply {
        let roles = try roles(call)
        return view(
            try await call.tenant { tx in
                try SecondFactorDemand.setForTenant(roles, in: tx)
                return try SecondFactorDemand.ofTenant(in: tx)
            }
        )
    }

    private static func roles(_ call: Call) throws -> [Role] {
        try (call.body.optionalStrings("roles") ?? []).compactMap(Role.init(rawValue:))
    }

    private static func view(_ roles: [Role]) -> Reply {
        .json(["roles": .array(roles.map { .string($0.rawValue) })])
    }

    private static func view(_ codes: [RecoveryCode]) -> JSON { .array(codes.map { .string($0.revealed) }) }
}

extension DomainError {
    static let codeRefused = DomainError(.forbidden, "code_refused")
}
