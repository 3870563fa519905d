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
    /// What a sealed value has around its text.
    private static let aroundBytes = headerBytes + DataKey.nonceBytes + DataKey.tagBytes
    package static let nonceBytes = DataKey.nonceBytes
    /// The operator's own data (people, source secrets) is sealed for the nil id.
    package static let operatorOwner = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))

    private let owner: UUID
    private let currentID: Int16
    /// Hardly ever more than one.
    private let keys: [(id: Int16, key: DataKey)]
    /// Under the look-up key.
    private let lookupCode: HMAC<SHA256>

    /// `wrapped` are the owner's data keys as stored; the highest id seals, all of them open.
    package init(owner: UUID, wrapped: [(id: Int16, bytes: [UInt8])], master: MasterKey) throws {
        guard let newest = wrapped.max(by: { $0.id < $1.id }), let oldest = wrapped.min(by: { $0.id < $1.id }) else {
            throw VaultError.keyMissing
        }
        keys = try wrapped.map { entry in
            (id: entry.id, key: DataKey(try master.unwrap(entry.bytes, owner: owner, id: entry.id)))
        }
        guard let first = keys.first(where: { $0.id == oldest.id })?.key.key else { throw VaultError.keyMissing }
        self.owner = owner
        currentID = newest.id
        lookupCode = HMAC(
            key: HKDF<SHA256>.deriveKey(inputKeyMaterial: first, info: Array("look-up".utf8), outputByteCount: 32)
        )
    }

    /// A fresh data key for `owner`, wrapped for storing.
    package static func makeKey(owner: UUID, id: Int16, master: MasterKey) throws -> [UInt8] {
        try master.wrap(SymmetricKey(size: .bits256), owner: owner, id: id)
    }

    /// Under a nonce of its own, which is random.
    package func seal(_ plain: some Collection<UInt8>, as field: SealedField, row: UUID) throws -> Bytea {
        let key = try key(currentID)
        let sealedCount = Vault.aroundBytes + plain.count
        let bytes = try [UInt8](unsafeUninitializedCapacity: sealedCount) { buffer, written in
            let textStart = Vault.headerBytes + Vault.nonceBytes
            let room = UnsafeMutableRawBufferPointer(buffer)
            writeHeader(to: UnsafeMutableRawBufferPointer(rebasing: room[..<textStart]))
            try Vault.withBytes(of: plain) { plain in
                try withBinding(field, row) { binding in
                    try key.seal(
                        plain,
                        nonce: UnsafeBufferPointer(rebasing: buffer[Vault.headerBytes..<textStart]),
                        authenticating: binding,
                        into: UnsafeMutableBufferPointer(rebasing: buffer[textStart..<sealedCount])
                    )
                }
            }
            written = sealedCount
        }
        return Bytea(bytes)
    }

    /// What stands before the text: which form it is, which key sealed it, and the nonce.
    private func writeHeader(to room: UnsafeMutableRawBufferPointer) {
        let id = UInt16(bitPattern: currentID)
        room[0] = Vault.version
        room[1] = UInt8(id >> 8)
        room[2] = UInt8(id & 0xff)
        Entropy.fill(UnsafeMutableRawBufferPointer(rebasing: room[Vault.headerBytes...]))
    }

    package func seal(_ text: String, as field: SealedField, row: UUID) throws -> Bytea {
        try seal(text.utf8, as: field, row: row)
    }

    package func open(_ sealed: Bytea, as field: SealedField, row: UUID) throws -> [UInt8] {
        let count = sealed.bytes.count - Vault.aroundBytes
        guard count >= 0 else { throw VaultError.cannotOpen }
        return try [UInt8](unsafeUninitializedCapacity: count) { buffer, written in
            try open(sealed, as: field, row: row, into: UnsafeMutableBufferPointer(rebasing: buffer[..<count]))
            written = count
        }
    }

    package func openText(_ sealed: Bytea, as field: SealedField, row: UUID) throws -> String {
        let count = sealed.bytes.count - Vault.aroundBytes
        guard count >= 0 else { throw VaultError.cannotOpen }
        return try withUnsafeTemporaryAllocation(of: UInt8.self, capacity: count) { plain in
            try open(sealed, as: field, row: row, into: plain)
            guard let utf8 = try? UTF8Span(validating: plain.span) else { throw VaultError.cannotOpen }
            return String(copying: utf8)
        }
    }

    private func open(
        _ sealed: Bytea,
        as field: SealedField,
        row: UUID,
        into plain: UnsafeMutableBufferPointer<UInt8>
    ) throws {
        try sealed.bytes.withUnsafeBufferPointer { bytes in
            guard bytes[0] == Vault.version else { throw VaultError.cannotOpen }
            let key = try key(Int16(bitPattern: UInt16(bytes[1]) << 8 | UInt16(bytes[2])))
            let box = UnsafeBufferPointer(rebasing: bytes[Vault.headerBytes...])
            try withBinding(field, row) { try key.open(box, authenticating: $0, into: plain) }
        }
    }

    private func key(_ id: Int16) throws -> DataKey {
        guard let entry = keys.first(where: { $0.id == id }) else { throw VaultError.keyMissing }
        return entry.key
    }

    /// Keyed hash to find a personal value again without storing it. The caller normalises first.
    package func lookup(_ kind: LookupKind, _ value: String) -> Bytea {
        Bytea(lookupCode.code(of: [kind.rawValue], Array(value.utf8)))
    }

    /// What a sealed value is bound to.
    private func withBinding<Value>(
        _ field: SealedField,
        _ row: UUID,
        _ body: (UnsafeRawBufferPointer) throws -> Value
    ) rethrows -> Value {
        try withUnsafeTemporaryAllocation(byteCount: 33, alignment: 1) { raw in
            withUnsafeBytes(of: owner.uuid) { raw.copyMemory(from: $0) }
            raw[16] = field.rawValue
            withUnsafeBytes(of: row.uuid) { UnsafeMutableRawBufferPointer(rebasing: raw[17...]).copyMemory(from: $0) }
            return try body(UnsafeRawBufferPointer(raw))
        }
    }

    private static func withBytes<Value>(
        of plain: some Collection<UInt8>,
        _ body: (UnsafeBufferPointer<UInt8>) throws -> Value
    ) rethrows -> Value {
        try plain.withContiguousStorageIfAvailable(body) ?? Array(plain).withUnsafeBufferPointer(body)
    }
}

/// What a look-up hash stands for; equal texts of two kinds never share a hash. A number is given once: 2 was customers' mail.
package enum LookupKind: UInt8, Sendable, CaseIterable {
    case customerExternalID = 1
    case loginName = 3
    case surveyToken = 4
    case signInPlace = 5
    case recoveryCode = 6
    case signInLink = 7
}
