/// What a keyword says about the text beside it.
struct KeywordFamilies: OptionSet, Hashable, Sendable {
    let rawValue: UInt8

    static let seed = Self(rawValue: 1 << 0)
    static let privateKey = Self(rawValue: 1 << 1)
    static let apiKey = Self(rawValue: 1 << 2)
    static let oneTimeCode = Self(rawValue: 1 << 3)
    /// Says "code" and no more: counts only directly before six digits.
    static let anyCode = Self(rawValue: 1 << 4)
    /// The other half of a pair ("secret", "passphrase"): counts only beside an API key.
    static let pairSecret = Self(rawValue: 1 << 5)
}

/// The keywords, by family. A space matches up to two separators or none (`private_key`, `PrivateKey`); a trailing `*`
/// allows any ending. Words outside ASCII always allow one (inflection), and need no boundary in Han, Kana and Hangul.
enum SecretKeyword {
    static let all: [(families: KeywordFamilies, words: [String])] = [
        (.seed, seed), (.privateKey, privateKey), (.apiKey, apiKey), (.oneTimeCode, oneTimeCode),
        (.anyCode, anyCode), (.pairSecret, ["secret", "passphrase", "секрет", "密钥", "密鑰", "secreto", "segredo"]),
    ]

    static let seed = [
        "seed*", "mnemonic*", "recovery phrase*", "secret phrase*", "secret recovery*", "backup phrase*", "passphrase*",
        "recovery words", "secret words", "12 words", "24 words", "12 word", "24 word", "twelve words", "wallet phrase",
        "wallet words", "bip39", "bip 39", "助记词", "助記詞", "种子", "種子", "恢复短语", "恢復短語", "сид", "seed фраз",
        "мнемони", "фраза восстановлен", "фразу восстановлен", "фразы восстановлен", "секретная фраза",
        "секретную фразу", "сід", "фраза відновлен", "фразу відновлен", "секретна фраза", "semilla*", "semente*",
        "frase de recupera*", "frase secreta", "frase de seguridad", "palavras secretas", "palabras secretas",
        "phrase de récupération", "phrase secrète", "phrase mnémonique", "graine*", "frase di recupero", "parole seed",
        "frasa*", "kata kunci pemulihan", "kata pemulihan", "obnovovací*", "záložní fráz*", "シード", "ニーモニック",
        "リカバリーフレーズ", "復元フレーズ", "秘密のフレーズ", "バックアップフレーズ", "시드", "니모닉", "복구 구문", "복구 문구",
        "비밀 구문", "wiederherstellung*",
    ]

    static let privateKey = [
        "private key*", "priv key*", "secret key*", "wallet key*", "wif", "keystore*", "приватный ключ",
        "приватного ключ", "приватном ключ", "приватным ключ", "закрытый ключ", "секретный ключ", "приватний ключ",
        "приватного ключа", "закритий ключ", "секретний ключ", "приватник", "私钥", "私鑰", "密钥", "密鑰", "秘钥",
        "clave privada", "llave privada", "chave privada", "clé privée", "cle privee", "chiave privata",
        "kunci pribadi",
        "kunci privat", "kunci rahasia", "soukromý klíč", "秘密鍵", "プライベートキー", "개인 키", "비밀 키", "프라이빗 키",
        "privater schlüssel",
    ]

    static let apiKey = [
        "api key*", "api secret*", "apikey*", "secret key*", "secret access key", "client secret", "access key*",
        "access token", "auth token", "bearer", "api token", "api ключ", "ключ api", "апи ключ", "api 密钥", "api密鑰",
        "api キー", "api 키", "clave api", "clave de api", "chave api", "chave de api", "chave da api", "clé api",
        "chiave api", "kunci api", "authenticator key", "authenticator secret", "2fa key", "2fa secret", "totp secret",
        "api",
    ]

    static let oneTimeCode = [
        "otp*", "2fa*", "mfa", "totp", "one time code", "one time password", "one time pin", "one time passcode",
        "verification code*", "authentication code*", "authenticator code*", "google authenticator", "security code*",
        "login code", "sign in code", "confirmation code*", "passcode", "sms code", "code from sms", "sms pin",
        "2 step code", "two factor", "auth code", "access code", "код подтвержден", "код из смс", "код из sms",
        "смс код", "sms код", "код смс", "код sms", "одноразов", "проверочный код", "код верифика", "код безопасност",
        "код аутентифика", "код 2fa", "код підтвердж", "код із смс", "код з смс", "одноразовий", "код верифіка",
        "验证码", "驗證碼", "校验码", "动态码", "短信码", "谷歌验证", "código de verifica*", "codigo de verifica*",
        "código de seguran*", "código de segurid*", "código de autentica*", "código sms", "código de confirma*",
        "código de un solo uso", "código de acesso", "kode otp", "kode verifikasi", "kode konfirmasi", "kode sms",
        "code de vérification", "code de sécurité", "code de confirmation", "code sms", "code à usage unique",
        "codice di verifica", "codice di sicurezza", "codice otp", "codice sms", "認証コード", "確認コード", "認証番号",
        "ワンタイム", "인증번호", "인증 코드", "확인 코드", "일회용", "ověřovací kód", "bestätigungscode",
    ]

    static let anyCode = [
        "code", "pin", "код", "кода", "пин", "código", "kode", "codice", "コード", "코드", "代码", "码是", "kód",
    ]
}
