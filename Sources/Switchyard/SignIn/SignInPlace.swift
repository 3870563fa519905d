import Foundation
import Postgres

/// Where somebody signs in from: an IPv4 address, the half of an IPv6 address that a provider gives to one customer, or what
/// else names a place.
package struct SignInPlace: Sendable, Hashable {
    private static let mappedHead: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff]
    private static let networkBytes = 8

    let name: String

    package init(address: String) {
        var parsed = in6_addr()
        guard inet_pton(AF_INET6, address, &parsed) == 1 else {
            name = address
            return
        }
        let bytes = withUnsafeBytes(of: &parsed) { Array($0) }
        if bytes.starts(with: SignInPlace.mappedHead) {
            name = bytes.suffix(4).map(String.init).joined(separator: ".")
        } else {
            name = bytes.prefix(SignInPlace.networkBytes).map { String($0, radix: 16) }.joined(separator: ":") + "::"
        }
    }

    /// All places together; no address reads so.
    static let anywhere = SignInPlace(address: "anywhere")

    /// Somebody who has signed in already.
    init(session: UUID) { name = "session \(session.text)" }

    func hash(in tx: DirectoryTransaction) -> Bytea { tx.deployment.operatorVault.lookup(.signInPlace, name) }
}
