import Foundation
import Postgres

/// What names a person of the firm, sealed with the operator's key.
package struct PersonProfile: Sendable, Hashable {
    package let name: String
    package let email: String

    package init(name: String, email: String) {
        self.name = name
        self.email = email
    }

    init(sealed: Bytea, of person: UUID, vault: Vault) throws {
        let json = try JSONParser.parse(vault.open(sealed, as: .personProfile, row: person), limits: .stored)
        name = try json.string("name")
        email = try json.string("email")
    }

    func sealed(for person: UUID, vault: Vault) throws -> Bytea {
        let json: JSON = ["name": .string(name), "email": .string(email)]
        return try vault.seal(json.canonicalBytes, as: .personProfile, row: person)
    }
}
