import Foundation
import Switchyard

/// Who is told at the client.
enum ContactHandlers {
    static func set(_ call: Call) async throws -> Reply {
        let purpose = try purpose(call)
        let body = call.body
        try await call.tenant { try ClientContact.set(purpose, body, in: $0) }
        return .empty
    }

    static func read(_ call: Call) async throws -> Reply {
        let purpose = try purpose(call)
        let contact = try await call.tenant { try $0.settings().escalation.contacts[purpose] }
        guard let contact else { throw DomainError.notFound }
        return .json([
            "name": .string(contact.name), "email": .string(contact.email), "language": .string(contact.language),
        ])
    }

    static func end(_ call: Call) async throws -> Reply {
        let purpose = try purpose(call)
        try await call.tenant { try ClientContact.end(purpose, in: $0) }
        return .empty
    }

    private static func purpose(_ call: Call) throws -> ClientContact.Purpose {
        guard let purpose = ClientContact.Purpose(rawValue: call.parameters["purpose"] ?? "") else {
            throw DomainError.notFound
        }
        return purpose
    }
}
