import Testing

@testable import Switchyard

/// Keys of random bytes made for this table; none ever held anything.
struct KeyAndCodeTests {
    struct Sample: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let text: String
        /// nil: the text is kept as it is.
        let redacted: String?

        init(_ name: String, _ text: String, _ redacted: String?) {
            testDescription = name
            self.text = text
            self.redacted = redacted
        }
    }

    private static let wif = "L2m3GnviLGYykghRis1RQgBhJtzMmb5a5JbCLQ4MJQfwmx5mtbtv"
    private static let hex = "bc84670ad3c4d36bc08aad1fff8eb8406e2f8a7fc4cce4dd9f0b4110d9f2fa00"
    private static let extended =
        "xprv9s21ZrQH143K2uxZapz2KhzrGomNmMybiKDA6sm1XVcAhTUFGnZopytNqezn8z7P8qNYT9vsDr6BM894SQ4SPXv2JjSPUgAy4MXr1nop1JW"
    private static let extendedPublic =
        "xpub661MyMwAqRbcFxVrcT1G4mEvnrEWYx2BHczNLbRPwAsTaLJgjpuX2zCCJkJsctEmVUdf91hbyKzBUsjV7Ld5buEVNev1X3dkP7GLkfc3QZ5"
    private static let solana =
        "ZfhTdKRXEFACnt2gdemRk5UrD2wgGdMGyAGGg15qskZh4Wx6o8FKcu5BY6deoR1MhcTqVTFSQvZdB3uPVatrXrJ"
    private static let signature =
        "3FRFuAcgukdm3YcNnJJQhiXbTQ4jPoUqdcDqb77wB3vnN2Z1Fan3bBm8QtZoRngipcXMgR3RujwLBMkwHhVB9EHu"
    private static let numbers = (0..<64).map { "\($0 * 37 % 256)" }.joined(separator: ", ")
    private static let apiKey = "OfCsVtaXrZMAzSv2gENfMTx0MOdOQw4SG8nfnL5Ofa6qD8mJ7ZDNBmJaDtDLZc5t"
    private static let apiSecret = "4UuHF7KVMLp7hvdCTquY1XVcKGAFRFWa94Hj9wNYWx0T0zbFDteMXi6cMUXv5eBo"
    private static let keystore =
        #"{"version":3,"address":"25c8","crypto":{"cipher":"aes-128-ctr","ciphertext":"d1","kdf":"scrypt","mac":"00"}}"#

    private static let keys: [Sample] = [
        Sample("WIF, compressed", "key \(wif)!", "key [private key removed]!"),
        Sample("WIF, uncompressed", "5JDMWE8YAtn43XqmdwyyC78T2PWivweeNBF6pESdPTEn1sw8mUM", "[private key removed]"),
        Sample("WIF, test network", "cNujSsMgsuVRLfo6jUBLkNppxV5K98E3ucNRvXxQwAVTcDeE8WzU", "[private key removed]"),
        Sample(
            "WIF with zero-width spaces",
            "a \(wif.prefix(9))\u{200B}\(wif.dropFirst(9)) b",
            "a [private key removed] b"
        ),
        Sample("WIF, mistyped", wif.dropLast() + "w", nil),
        Sample("WIF, mistyped, keyword near", "private key \(wif.dropLast())w", "private key [private key removed]"),
        Sample("BIP-38", "6PRWF16s1auX9ygXGNA4oNPJMjBscFzkWw9KQUbLz7fVTN7SxbKSbJiYbi", "[private key removed]"),
        Sample("xprv", "my \(extended).", "my [extended key removed]."),
        Sample(
            "zprv",
            "zprvAWgYBBk7JR8GkhDT8VJ7uE64d7xR4geDxhTAzp76D51EWSqmGiVy5eHqWipT21Cmjy5vqM4pG1qS32TRP6uZfZ1dzAesSVvHb9r2qBsfdfn",
            "[extended key removed]"
        ),
        Sample("xpub", extendedPublic, nil),
        Sample("Solana key", solana, "[private key removed]"),
        Sample("Solana signature", "tx \(signature)", nil),
        Sample("Solana key as numbers", "[\(numbers)]", "[[private key removed]]"),
        Sample("65 numbers", "[\(numbers), 7]", nil),
        Sample("64 numbers, one too large", "[\(numbers.replacing("37,", with: "370,"))]", nil),
        Sample("Stellar seed", "SAXIOLKJZQK4SC4ZTN3SWT6HU36UZEKKC3NUOCDVFMHRKRFYGXAOP3HP", "[private key removed]"),
        Sample("Stellar seed, mistyped", "SAXIOLKJZQK4SC4ZTN3SWT6HU36UZEKKC3NUOCDVFMHRKRFYGXAOP3HA", nil),
        Sample("Stellar address", "GAMQS7P2Q4A6SIZPEHZICJUHPBUXN274YMT7LEYXMUTUXKMCTNCANLJQ", nil),
        Sample("XRP seed", "sa3B4WbeDQ38jHdegJyAkkMj839at", "[private key removed]"),
        Sample("XRP Ed25519 seed", "sEdVCidfFkDvHmgpVXbcdW9np1Q3Pqk", "[private key removed]"),
        Sample("XRP address", "rNhJ87E4Gg3iaDicqWmy719NExKPSo5jXL", nil),
        Sample("Bitcoin address", "my private key sent to 1GQbyf9vSef7wZKwea8GQ26Qq51Hvwnjnh", nil),
        Sample("TRON address", "TEihyFdDam676M6gJxbSZpkDFhjQA2sch7", nil),
        Sample("Ethereum address", "private key of 0x25c8efe57f37724f4d37ea2b14004077139b4180", nil),
        Sample("transaction hash", "tx \(hex) pending", nil),
        Sample("transaction hash, 0x", "tx 0x\(hex) pending", nil),
        Sample("hexadecimal, keyword", "private key: \(hex)", "private key: [private key removed]"),
        Sample("hexadecimal, 0x, keyword", "0x\(hex) is my PRIVATE_KEY", "[private key removed] is my PRIVATE_KEY"),
        Sample("hexadecimal, Russian keyword", "приватный ключ \(hex)", "приватный ключ [private key removed]"),
        Sample("hexadecimal, Chinese keyword", "我的私钥是\(hex)", "我的私钥是[private key removed]"),
        Sample("hexadecimal, keyword too far", "private key " + String(repeating: "x ", count: 50) + hex, nil),
        Sample("explorer link", "private key? https://etherscan.io/tx/0x\(hex)", nil),
    ]

    private static let blocks: [Sample] = [
        Sample("keystore", "see \(keystore) ok", "see [keystore removed] ok"),
        Sample("keystore inside JSON", #"{"note":1,"k":\#(keystore)}"#, #"{"note":1,"k":[keystore removed]}"#),
        Sample("keystore, cut off", "see " + keystore.prefix(90), "see [keystore removed]"),
        Sample("ciphertext of something else", #"{"ciphertext":"d1"}"#, nil),
        Sample(
            "PEM",
            "a\n-----BEGIN EC PRIVATE KEY-----\nMHcCAQ\n-----END EC PRIVATE KEY-----\nb",
            "a\n[private key file removed]\nb"
        ),
        Sample(
            "OpenSSH",
            "-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl\n-----END OPENSSH PRIVATE KEY-----",
            "[private key file removed]"
        ),
        Sample("PEM, cut off", "x -----BEGIN PRIVATE KEY-----\nMIIE", "x [private key file removed]"),
        Sample(
            "PGP",
            "-----BEGIN PGP PRIVATE KEY BLOCK-----\nx\n-----END PGP PRIVATE KEY BLOCK-----.",
            "[private key file removed]."
        ),
        Sample("public key", "-----BEGIN PUBLIC KEY-----\nMIIE\n-----END PUBLIC KEY-----", nil),
        Sample("a sentence", "Where do I begin with my private key settings?", nil),
        Sample(
            "otpauth",
            "scan otpauth://totp/Ex:a?secret=JBSWY3DP&issuer=Ex now",
            "scan [authenticator secret removed] now"
        ),
        Sample("otpauth export", "<OTPAUTH-MIGRATION://offline?data=CjEK>", "<[authenticator secret removed]>"),
    ]

    private static let numbersAndCodes: [Sample] = [
        Sample("Visa", "card 4111111111111111.", "card [card number removed]."),
        Sample("Visa in groups", "4111 1111 1111 1111 12/27 123", "[card number removed] 12/27 123"),
        Sample("Mastercard with dashes", "5555-5555-5555-4444", "[card number removed]"),
        Sample("Amex", "3782 822463 10005", "[card number removed]"),
        Sample("full-width digits", "４１１１ １１１１ １１１１ １１１１", "[card number removed]"),
        Sample("wrong check digit", "4111111111111112", nil),
        Sample("unknown issuer", "1234567812345670", nil),
        Sample("telephone", "+4111111111111111", nil),
        Sample("part of a longer number", "94111111111111111111", nil),
        Sample(
            "API pair",
            "api key: \(apiKey) secret: \(apiSecret)",
            "api key: [API secret removed] secret: [API secret removed]"
        ),
        Sample("API key, assignment", "API_KEY=\(apiKey)", "API_KEY=[API secret removed]"),
        Sample(
            "API secret, UUID",
            "API secret 6304a8f1-77b2-4c53-9d3e-0aa1b2c3d4e5",
            "API secret [API secret removed]"
        ),
        Sample("its own prefix", "use AKIA2E0A8F3B244C9986", "use [API secret removed]"),
        Sample("opaque without a keyword", "reference \(apiKey)", nil),
        Sample("hash beside an API keyword", "api key, tx 0x\(hex)", nil),
        Sample("code", "your code is 123456", "your code is [one-time code removed]"),
        Sample(
            "code after",
            "G-123456 is your verification code",
            "G-[one-time code removed] is your verification code"
        ),
        Sample("code in halves", "sms code 123 456 ok", "sms code [one-time code removed] ok"),
        Sample("four digits", "OTP: 4821", "OTP: [one-time code removed]"),
        Sample("Russian code", "код из смс 123456", "код из смс [one-time code removed]"),
        Sample("Ukrainian code", "код підтвердження: 12345", "код підтвердження: [one-time code removed]"),
        Sample("Chinese code", "验证码是123456", "验证码是[one-time code removed]"),
        Sample("Spanish code", "código de verificación 123456", "código de verificación [one-time code removed]"),
        Sample("Portuguese code", "meu código é 123456", "meu código é [one-time code removed]"),
        Sample("Indonesian code", "kode OTP 123456", "kode OTP [one-time code removed]"),
        Sample("French code", "code de vérification : 123456", "code de vérification : [one-time code removed]"),
        Sample("Japanese code", "認証コードは123456です", "認証コードは[one-time code removed]です"),
        Sample("Korean code", "인증번호 123456", "인증번호 [one-time code removed]"),
        Sample("zip code", "zip code 941070", nil),
        Sample("error code", "error code 500123", nil),
        Sample("a year", "no sms code since 2021", nil),
        Sample("an amount", "otp came, then $5000 left", nil),
        Sample("a date", "2fa on 12.05.2024", nil),
        Sample("an order", "order 123456", nil),
    ]

    @Test(arguments: keys) func keysGoAndPublicDataStays(sample: Sample) { check(sample) }

    @Test(arguments: blocks) func wholeBlocksGo(sample: Sample) { check(sample) }

    @Test(arguments: numbersAndCodes) func numbersGoOnlyWhereTheyAreSecrets(sample: Sample) { check(sample) }

    @Test func everyKindHasItsOwnPlaceholderAndName() {
        #expect(Set(SecretKind.allCases.map(\.placeholder)).count == SecretKind.allCases.count)
        #expect(SecretKind.allCases.allSatisfy { $0.placeholder.hasSuffix(" removed]") })
        #expect(SecretKind.allCases.filter(\.isGuess) == [.possibleSeedPhrase])
        #expect(SecretKind.allCases.filter(\.endangersFunds).count == 6)
    }

    @Test func placeholdersAreNoSecretsThemselves() {
        for kind in SecretKind.allCases { #expect(Secrets.redact(kind.placeholder).isClean) }
    }

    @Test func aBlockSplitOverPartsEndsWithItsEnd() {
        let parts = ["-----BEGIN PRIVATE KEY-----", "MIIE", "-----END PRIVATE KEY-----", "thanks"]
        #expect(Secrets.redactJoined(parts).map(\.isClean) == [false, false, false, true])
        #expect(Secrets.redactJoined([parts[0], "thanks"]).map(\.isClean) == [false, true])
    }

    private func check(_ sample: Sample) {
        let redaction = Secrets.redact(sample.text)
        #expect(redaction.text == sample.redacted ?? sample.text)
        #expect(redaction.isClean == (sample.redacted == nil))
    }
}
