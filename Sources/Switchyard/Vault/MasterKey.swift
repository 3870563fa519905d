import Crypto
import Foundation

/// The key that wraps all data keys. It lives outside the database, in a file only the service can read.
package struct MasterKey: Sendable, CustomStringConvertible {
    package static let lengthBytes = 32
    private let key: SymmetricKey

    package init(base64 text: String) throws {
        guard let data = Data(base64Encoded: text.trimmingCharacters(in: .whitespacesAndNewlines)),
            data.count == MasterKey.lengthBytes
        else { throw VaultError.masterKeyMalformed }
        guard Set(data).count > 1 else { throw VaultError.masterKeyMalformed }
        key = SymmetricKey(data: data)
    }

    package var description: String { "MasterKey(hidden)" }

    /// Seals a fresh data key for `owner` (a tenant's id, or the operator's nil id).
    func wrap(_ dataKey: SymmetricKey, owner: UUID, id: Int16) throws -> [UInt8] {
        let plain = dataKey.withUnsafeBytes { Data($0) }
        let box = try AES.GCM.seal(plain, using: key, authenticating: MasterKey.binding(owner, id))
        guard let combined = box.combined else { throw VaultError.sealFailed }
        return Array(combined)
    }

    func unwrap(_ wrapped: [UInt8], owner: UUID, id: Int16) throws -> SymmetricKey {
        do {
            let box = try AES.GCM.SealedBox(combined: wrapped)
            return SymmetricKey(data: try AES.GCM.open(box, using: key, authenticating: MasterKey.binding(owner, id)))
        } catch {
            throw VaultError.cannotOpen
        }
    }

    private static func binding(_ owner: UUID, _ id: Int16) -> [UInt8] {
        owner.bytes + [UInt8(truncatingIfNeeded: id >> 8), UInt8(truncatingIfNeeded: id)]
    }
}

package enum VaultError: Error, Sendable, Equatable {
    case masterKeyMalformed
    case sealFailed
    /// The bytes are not of this tenant, this column and this row, or the key is gone.
    case cannotOpen
    case keyMissing
}
