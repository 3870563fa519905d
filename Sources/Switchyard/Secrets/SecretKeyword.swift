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
    /// "key", "api": counts only directly before, "key" only where the other half follows.
    static let anyKey = Self(rawValue: 1 << 6)
}

/// The keywords, by family, written as `FoldedPhrase` reads them.
enum SecretKeyword {
    static let all: [(families: KeywordFamilies, words: [String])] = [
        (.seed, seed), (.privateKey, privateKey), (.apiKey, apiKey), (.oneTimeCode, oneTimeCode),
        (.anyCode, anyCode), (.anyKey, ["key", "api", "ключ", "密钥", "密鑰", "キー", "키", "clave", "chave", "kunci"]),
        (.pairSecret, ["secret", "passphrase", "секрет", "密钥", "密鑰", "secreto", "segredo"]),
    ]

    static let seed = [
        "seed*", "mnemonic*", "recovery phrase*", "secret phrase*", "secret recovery*", "backup phrase*", "passphrase*",
        "recovery words", "secret words", "12 words", "24 words", "12 word", "24 word", "twelve words", "wallet phrase",
        "wallet words", "bip39", "bip 39", "助记词", "助記詞", "种子", "種子", "恢复短语", "恢復短語", "сид", "seed фраз",
        "мнемони", "фраза восстановлен", "фразу восстановлен", "фразы восстановлен", "секретная фраза",
        "секретную фразу", "сід", "фраза відновлен", "фразу відновлен", "секретна фраза", "semilla*", "semente*",
        "frase de recupera*", "frase secreta", "frase de seguridad", "palavras secretas", "palabras secretas",
        "phrase de récupération", "phrase secrète", "phrase mnémonique", "graine*", "frase di recupero", "parole seed",
        "palabras de recupera*", "palavras de recupera*", "12 palabras", "24 palabras",
        "12 palavras", "24 palavras", "12 kata", "24 kata", "12 слов", "24 слов", "12 слів", "слова восстановлен",
        "слова відновлен", "секретные слова", "секретні слова", "12个单词", "12个词", "24个单词", "24个词", "恢复词", "恢復詞",
        "12個の単語", "24個の単語", "12単語", "24単語", "12개 단어", "24개 단어", "12단어", "24단어", "복구 단어",
        "frasa*", "kata kunci pemulihan", "kata pemulihan", "obnovovací*", "záložní fráz*", "シード", "ニーモニック",
        "リカバリーフレーズ", "復元フレーズ", "秘密のフレーズ", "バックアップフレーズ", "시드", "니모닉", "복구 구문", "복구 문구",
        "비밀 구문", "wiederherstellung*",
    ]

    static let privateKey = [
        "private key*", "priv key*", "priv", "pk", "export key", "exported key", "deployer key", "signing key",
        "spend key",
        "view key", "wallet secret", "ключ от кошелька", "ключ кошелька", "ключ від гаманця", "ключ гаманця",
        "secret key*", "wallet key*", "wif", "keystore*", "приватный ключ",
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
        "chiave api", "kunci api", "bot token", "authenticator key", "authenticator secret", "2fa key", "2fa secret",
        "totp secret",
    ]

    static let oneTimeCode = [
        "otp*", "2fa*", "mfa", "totp", "one time code*", "one time password*", "one time pin", "one time pass*",
        "verification code*", "verification pin", "authentication code*", "authenticator*", "security code*",
        "login code*", "log in code*", "sign in code*", "confirmation code*", "passcode*", "sms code*", "text code*",
        "code from sms", "sms pin", "2 step code*", "two factor", "auth code*", "access code*", "backup code*",
        "recovery code*", "email code*", "email verification", "pin", "pin code", "sms said", "sms says", "text said",
        "text says", "verification number*", "authy", "отп", "код подтвержден", "код из смс", "код из sms", "смс код",
        "sms код", "код смс", "код sms",
        "одноразов", "проверочный код", "код верифика", "код безопасност", "код аутентифика", "код авториза", "код 2fa",
        "код двухфактор", "аутентификатор", "двухфактор", "двухэтап", "код доступа", "код для входа", "резервный код",
        "резервные коды", "пин", "пин код", "код підтвердж", "код із смс", "код з смс", "одноразовий", "код верифіка",
        "код автентифіка", "автентифікатор", "двофактор", "код авториза", "код доступу", "код для входу", "код безпеки",
        "перевірочний код", "резервний код", "пін", "пін код", "验证码", "驗證碼", "校验码", "校驗碼", "动态码", "動態碼", "短信码", "谷歌验证",
        "动态口令", "动态密码", "動態密碼", "一次性密码", "一次性密碼", "登录码", "登入碼", "安全码", "安全碼", "验证器", "备用码",
        "恢复码", "口令", "código de verifica*", "codigo de verifica*", "código de seguran*", "código de segurid*",
        "código de autentica*", "código do autenticador", "código del autenticador", "autenticador*", "código sms",
        "código de confirma*", "código de un solo uso", "contraseña de un solo uso", "clave dinámica",
        "clave de un solo uso",
        "código de acceso", "código de acesso", "código de login", "código de inicio", "código de respaldo",
        "código de backup", "código de reserva", "códigos de respaldo", "códigos de backup", "senha de uso único",
        "código de uso único", "contraseña dinámica", "kode otp", "kode verifikasi", "kode konfirmasi", "kode sms",
        "kode autentikasi", "kode keamanan", "kode akses", "kode masuk", "kode cadangan", "sandi sekali pakai",
        "kode sekali pakai", "autentikator", "code de vérification", "code de sécurité", "code de confirmation",
        "code sms", "code à usage unique", "mot de passe à usage unique", "codice di verifica", "codice di sicurezza",
        "codice otp", "codice sms", "認証コード", "確認コード", "認証番号", "ワンタイム", "二段階認証", "段階認証", "暗証番号",
        "セキュリティコード", "ログインコード", "認証アプリ", "google認証", "バックアップコード", "リカバリーコード", "인증번호", "인증 코드",
        "확인 코드", "일회용", "오티피", "핀번호", "보안 코드", "로그인 코드", "단계 인증", "인증기", "인증앱", "백업 코드", "복구 코드",
        "ověřovací kód", "bestätigungscode",
    ]

    static let anyCode = [
        "code", "codes", "token", "sms", "6 digit*", "six digit*", "код", "смс", "6 цифр", "шесть цифр", "шість цифр",
        "código", "códigos", "kode", "kodenya", "codice", "6 dígitos", "seis dígitos",
        "6 angka", "コード", "6桁", "6桁の番号", "코드", "6자리", "代码", "代碼", "短信", "的码", "6位数", "六位数",
        "码是", "碼是", "kód",
    ]
}
