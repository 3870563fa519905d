package import Foundation
import Postgres
package import Switchyard

/// Somebody of a fixture's tenant who can sign in.
package struct TestAccount: Sendable {
    package let personID: UUID
    package let email: String
    package let password: String
}

extension TenantFixture {
    /// One hash serves all accounts of a run: making one takes longer than a test.
    private static let password = "four unlucky words"
    private static let passwordHash = Result { try PasswordHash.make(Password(password)) }

    /// A person with a password and one role here, or over the firm; at level 1 where the role has one.
    package func account(_ role: Role, overFirm: Bool = false) throws -> TestAccount {
        let hash = try TenantFixture.passwordHash.get()
        let email = "\(UUID().uuidString)@\(slug).example"
        return try asBootstrap { tx in
            let person = try add(role, overFirm: overFirm, email: email, in: tx)
            try Person.setPassword(hash, of: person, in: tx)
            return TestAccount(personID: person, email: email, password: TenantFixture.password)
        }
    }
}
