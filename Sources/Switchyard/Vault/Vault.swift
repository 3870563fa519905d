import BusinessTime
import Crypto
package import Foundation
package import Postgres

/// Where a sealed value lives. Part of the authenticated data, so that a value cannot be moved to another column.
package enum SealedField: UInt8, Sendable, CaseIterable {
    case customerProfile = 1
    case ticketSubject = 2
    case ticketAttributes = 3
    case messageBody = 4
    case eventBody = 5
    case receiptAnswer = 6
    case receiptPayload = 7
    case deliveryBody = 8
    case endpoint = 9
    case personProfile = 10
    case sourceSecret = 11
    case surveyComment = 12
    case directoryAnswer = 13
    case exclusionReason = 14
    case exclusionNote = 15
    case clientContact = 16
    case restatementReason = 17
    case restatementNote = 18
    case correctionReason = 19
    case correctionNote = 20
    case solution = 21
    case passwordHash = 22
    case sessionClient = 23
    case secondFactor = 24
    case subscription = 25
    case bulkAct = 26
}

/// Seals and opens personal data of one owner: a tenant, or the operator itself. A sealed value is
/// version (1 byte) | key id (2) | nonce (12) | ciphertext and tag (AES-256-GCM), bound to owner, field and row.
/// Destroying the data key makes all of it unreadable, in backups too (spec/tenancy.md "Crypto-shredding").
package struct Vault: Sendable {
    private static let version: UInt8 = 1
    private static let headerBytes = 3
    package static let nonceBytes = 12
    private static let tagBytes = 16
    /// The operator's own data (people, source secrets) is sealed for the nil id.
    package static let operatorOwner = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))

    private let owner: UUID
    private let currentID: Int16
    private let keys: [Int16: SymmetricKey]
    /// Under the look-up key, before the first byte: the key is worked in once.
    private let lookupCode: HMAC<SHA256>

    /// `wrapped` are the owner's data keys as stored; the highest id seals, all of them open.
    package init(owner: UUID, wrapped: [(id: Int16, bytes: [UInt8])], master: MasterKey) throws {
        guard let newest = wrapped.max(by: { $0.id < $1.id }), let oldest = wrapped.min(by: { $0.id < $1.id }) else {
            throw VaultError.keyMissing
        }
        var keys: [Int16: SymmetricKey] = [:]
        for entry in wrapped { keys[entry.id] = try master.unwrap(entry.bytes, owner: owner, id: entry.id) }
        guard let first = keys[oldest.id] else { throw VaultError.keyMissing }
        self.owner = owner
        self.keys = keys
        currentID = newest.id
        lookupCode = HMAC(
            key: HKDF<SHA256>.deriveKey(inputKeyMaterial: first, info: Array("look-up".utf8), outputByteCount: 32)
        )
    }

    /// A fresh data key for `owner`, wrapped for storing.
    package static func makeKey(owner: UUID, id: Int16, master: MasterKey) throws -> [UInt8] {
        try master.wrap(SymmetricKey(size: .bits256), owner: owner, id: id)
    }

    /// - Parameter nonce: never one that was used before; nil for a random one.
    package func seal(
        _ plain: some Collection<UInt8>,
        as field: SealedField,
        row: UUID,
        nonce: [UInt8]? = nil
    ) throws -> Bytea {
        guard let key = keys[currentID] else { throw VaultError.keyMissing }
        let box = try AES.GCM.seal(
            Array(plain),
            using: key,
            nonce: nonce.map { try AES.GCM.Nonce(data: $0) },
            authenticating: binding(field, row)
        )
        let id = UInt16(bitPattern: currentID)
        var bytes: [UInt8] = [Vault.version, UInt8(id >> 8), UInt8(id & 0xff)]
        bytes.reserveCapacity(Vault.headerBytes + Vault.nonceBytes + Vault.tagBytes + box.ciphertext.count)
        bytes += box.nonce
        bytes += box.ciphertext
        bytes += box.tag
        return Bytea(bytes)
    }

    package func seal(_ text: String, as field: SealedField, row: UUID) throws -> Bytea {
        try seal(Array(text.utf8), as: field, row: row)
    }

    package func open(_ sealed: Bytea, as field: SealedField, row: UUID) throws -> [UInt8] {
        let bytes = sealed.bytes
        guard bytes.count > Vault.headerBytes, bytes[0] == Vault.version else { throw VaultError.cannotOpen }
        let id = Int16(bitPattern: UInt16(bytes[1]) << 8 | UInt16(bytes[2]))
        guard let key = keys[id] else { throw VaultError.keyMissing }
        do {
            let box = try AES.GCM.SealedBox(combined: bytes[Vault.headerBytes...])
            return Array(try AES.GCM.open(box, using: key, authenticating: binding(field, row)))
        } catch {
            throw VaultError.cannotOpen
        }
    }

    package func openText(_ sealed: Bytea, as field: SealedField, row: UUID) throws -> String {
        guard let text = String(validating: try open(sealed, as: field, row: row), as: UTF8.self) else {
            throw VaultError.cannotOpen
        }
        return text
    }

    /// Keyed hash to find a personal value again without storing it. The caller normalises first.
    package func lookup(_ kind: LookupKind, _ value: String) -> Bytea {
        var code = lookupCode
        code.update(data: [kind.rawValue])
        code.update(data: Array(value.utf8))
        return Bytea(Array(code.finalize()))
    }

    private func binding(_ field: SealedField, _ row: UUID) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 33) { buffer, count in
            let raw = UnsafeMutableRawBufferPointer(buffer)
            withUnsafeBytes(of: owner.uuid) { raw.copyMemory(from: $0) }
            raw[16] = field.rawValue
            withUnsafeBytes(of: row.uuid) { UnsafeMutableRawBufferPointer(rebasing: raw[17...]).copyMemory(from: $0) }
            count = 33
        }
    }
}

/// What a look-up hash stands for; equal texts of two kinds never share a hash.
package enum LookupKind: UInt8, Sendable, CaseIterable {
    case customerExternalID = 1
    case email = 2
    case loginName = 3
    case surveyToken = 4
    case signInPlace = 5
    case recoveryCode = 6
    case signInLink = 7
}
