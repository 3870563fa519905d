import Foundation
import Postgres
import Switchyard
import Testing

@Suite struct VaultTests {
    private let master: MasterKey
    private let owner = UUID()
    private let row = UUID()
    private let wrapped: [UInt8]
    private let vault: Vault

    init() throws {
        master = try MasterKey(base64: Data(UInt8(1)...UInt8(32)).base64EncodedString())
        wrapped = try Vault.makeKey(owner: owner, id: 1, master: master)
        vault = try Vault(owner: owner, wrapped: [(id: 1, bytes: wrapped)], master: master)
    }

    @Test(arguments: ["", "a", "提现没有到账", String(repeating: "x", count: 70_000)])
    func whatWasSealedIsOpened(text: String) throws {
        for field in SealedField.allCases {
            #expect(try vault.openText(vault.seal(text, as: field, row: row), as: field, row: row) == text)
        }
    }

    @Test func equalTextsAreSealedDifferently() throws {
        let first = try vault.seal("same", as: .messageBody, row: row)
        #expect(try vault.seal("same", as: .messageBody, row: row) != first)
    }

    @Test func aValueMovedToAnotherRowIsRefused() throws {
        let sealed = try vault.seal("text", as: .messageBody, row: row)
        #expect(throws: VaultError.cannotOpen) { try vault.open(sealed, as: .messageBody, row: UUID()) }
    }

    @Test func aValueMovedToAnotherFieldIsRefused() throws {
        let sealed = try vault.seal("text", as: .messageBody, row: row)
        for field in SealedField.allCases where field != .messageBody {
            #expect(throws: VaultError.cannotOpen) { try vault.open(sealed, as: field, row: row) }
        }
    }

    @Test func aValueMovedToAnotherTenantIsRefused() throws {
        let other = UUID()
        let key = try Vault.makeKey(owner: other, id: 1, master: master)
        let theirs = try Vault(owner: other, wrapped: [(id: 1, bytes: key)], master: master)
        let sealed = try vault.seal("text", as: .messageBody, row: row)
        #expect(throws: VaultError.cannotOpen) { try theirs.open(sealed, as: .messageBody, row: row) }
    }

    @Test func aKeyMovedToAnotherTenantOrNumberIsRefused() {
        #expect(throws: VaultError.cannotOpen) {
            try Vault(owner: UUID(), wrapped: [(id: 1, bytes: wrapped)], master: master)
        }
        #expect(throws: VaultError.cannotOpen) {
            try Vault(owner: owner, wrapped: [(id: 2, bytes: wrapped)], master: master)
        }
    }

    @Test func anotherMasterKeyOpensNothing() throws {
        let other = try MasterKey(base64: Data(UInt8(101)...UInt8(132)).base64EncodedString())
        #expect(throws: VaultError.cannotOpen) {
            try Vault(owner: owner, wrapped: [(id: 1, bytes: wrapped)], master: other)
        }
    }

    @Test func aTenantWithoutKeysHasNoVault() {
        #expect(throws: VaultError.keyMissing) { try Vault(owner: owner, wrapped: [], master: master) }
    }

    @Test func theNewestKeySealsAndOldOnesStillOpen() throws {
        let second = try Vault.makeKey(owner: owner, id: 2, master: master)
        let both = try Vault(owner: owner, wrapped: [(id: 1, bytes: wrapped), (id: 2, bytes: second)], master: master)
        let old = try vault.seal("old", as: .eventBody, row: row)
        #expect(try both.openText(old, as: .eventBody, row: row) == "old")
        let new = try both.seal("new", as: .eventBody, row: row)
        #expect(throws: VaultError.keyMissing) { try vault.open(new, as: .eventBody, row: row) }
        #expect(both.lookup(.loginName, "a@example.com") == vault.lookup(.loginName, "a@example.com"))
    }

    @Test func everyChangedByteIsNoticed() throws {
        let sealed = try vault.seal("text", as: .messageBody, row: row).bytes
        for index in sealed.indices {
            var bytes = sealed
            bytes[index] ^= 1
            #expect(throws: VaultError.self) { try vault.open(Bytea(bytes), as: .messageBody, row: row) }
        }
        for count in 0..<sealed.count {
            #expect(throws: VaultError.self) {
                try vault.open(Bytea(Array(sealed.prefix(count))), as: .messageBody, row: row)
            }
        }
    }

    @Test func lookupsDifferByTenantKindAndValue() throws {
        let other = UUID()
        let key = try Vault.makeKey(owner: other, id: 1, master: master)
        let theirs = try Vault(owner: other, wrapped: [(id: 1, bytes: key)], master: master)
        var seen: Set<Bytea> = []
        for kind in LookupKind.allCases {
            for value in ["a@example.com", "b@example.com", ""] {
                #expect(seen.insert(vault.lookup(kind, value)).inserted)
                #expect(seen.insert(theirs.lookup(kind, value)).inserted)
                #expect(vault.lookup(kind, value) == vault.lookup(kind, value))
            }
        }
        #expect(seen.allSatisfy { $0.bytes.count == 32 })
    }

    /// A number in the database never changes its meaning.
    @Test func theNumbersOfFieldsAndKindsStay() {
        #expect(SealedField.allCases.map(\.rawValue) == Array(1...UInt8(SealedField.allCases.count)))
        #expect(LookupKind.allCases.map(\.rawValue) == [1, 3, 4, 5, 6, 7])
    }
}

@Suite struct MasterKeyTests {
    @Test(arguments: [
        "", "AAAA", "not base64!", Data(count: 32).base64EncodedString(), Data(count: 31).base64EncodedString(),
    ])
    func aKeyThatIsNoneIsRefused(text: String) {
        #expect(throws: VaultError.masterKeyMalformed) { try MasterKey(base64: text) }
    }

    @Test func aLineEndAfterTheKeyIsFine() throws {
        _ = try MasterKey(base64: Data(UInt8(1)...UInt8(32)).base64EncodedString() + "\n")
    }

    @Test func itIsNeverPrinted() throws {
        let text = Data(UInt8(1)...UInt8(32)).base64EncodedString()
        let key = try MasterKey(base64: text)
        #expect("\(key)" == "MasterKey(hidden)")
        var dumped = ""
        dump(key, to: &dumped)
        #expect(!dumped.contains(text))
    }
}
