/// What kind of secret a customer wrote (`spec/secrets.md`). The order is the strength of the claim: where two kinds
/// cover the same text, the earlier one names the placeholder.
package enum SecretKind: String, CaseIterable, Sendable {
    case seedPhrase = "seed_phrase"
    case privateKey = "private_key"
    case extendedKey = "extended_key"
    case keystore
    case pemKey = "pem_key"
    case otpauth
    case cardNumber = "card_number"
    case apiSecret = "api_secret"
    case possibleSeedPhrase = "possible_seed_phrase"
    case oneTimeCode = "one_time_code"

    /// What stands in the text instead of the secret. English in every language: agents and searches rely on it.
    package var placeholder: String {
        switch self {
        case .seedPhrase: "[seed phrase removed]"
        case .possibleSeedPhrase: "[possible seed phrase removed]"
        case .privateKey: "[private key removed]"
        case .extendedKey: "[extended key removed]"
        case .keystore: "[keystore removed]"
        case .pemKey: "[private key file removed]"
        case .otpauth: "[authenticator secret removed]"
        case .cardNumber: "[card number removed]"
        case .apiSecret: "[API secret removed]"
        case .oneTimeCode: "[one-time code removed]"
        }
    }

    /// Whether the finding is a guess an agent is asked to judge, not a verified secret.
    package var isGuess: Bool { self == .possibleSeedPhrase }

    /// Whether the customer is warned at once to move funds (`SecretWarning`).
    package var endangersFunds: Bool {
        switch self {
        case .seedPhrase, .possibleSeedPhrase, .privateKey, .extendedKey, .keystore, .pemKey: true
        case .otpauth, .cardNumber, .apiSecret, .oneTimeCode: false
        }
    }

    var rank: Int { Self.allCases.firstIndex(of: self) ?? Self.allCases.count }
}
