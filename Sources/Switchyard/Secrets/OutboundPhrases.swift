/// The words `OutboundGuard` reads: what is secret, what demands, what negates. Folded, in lower case; a Latin or Cyrillic
/// phrase starts at a word and may be a stem; the same languages as `SecretWarning`.
enum OutboundPhrases {
    static let ownActBytesMax = 24

    static func secrets(_ refusal: OutboundRefusal) -> PhraseSet {
        switch refusal {
        case .asksForSeedPhrase: seeds
        case .asksForPrivateKey: privateKeys
        case .asksForPassword: passwords
        case .asksForOneTimeCode: codes
        }
    }

    /// Typing a password or a code into the product is an instruction; typing a seed anywhere is not.
    static func demands(_ refusal: OutboundRefusal) -> PhraseSet {
        switch refusal {
        case .asksForSeedPhrase, .asksForPrivateKey: handOverOrTypeIn
        case .asksForPassword, .asksForOneTimeCode: handOver
        }
    }

    /// Negations that follow their verb.
    static func followsDemand(_ negation: ArraySlice<UInt8>) -> Bool {
        trailing.contains { negation.elementsEqual($0) }
    }

    private static func fold(_ phrases: [String]) -> PhraseSet { PhraseSet(phrases) }

    private static let handOverOrTypeIn = fold(handOverTexts + typeInTexts)
    private static let handOver = fold(handOverTexts)

    private static let seeds = fold([
        "seed phrase", "seed-phrase", "seedphrase", "seed word", "your seed", "the seed", "recovery phrase",
        "secret phrase", "secret recovery", "backup phrase", "mnemonic", "12 words", "24 words", "12-word", "24-word",
        "twelve words", "recovery words", "wallet phrase", "助记词", "助記詞", "恢复短语", "恢復短語", "сид-фраз", "сид фраз",
        "seed-фраз", "seed фраз", "сид", "мнемони", "фразу восстановлен", "фраза восстановлен", "секретную фразу",
        "сід", "фразу відновлен", "секретну фразу", "frasa", "frase semilla", "frase semente", "semilla",
        "palavra semente",
        "frase de recupera", "frase secreta", "palabras de recuperación", "palavras de recuperação",
        "phrase de récupération",
        "phrase secrète", "phrase mnémonique", "frase di recupero", "シードフレーズ", "リカバリーフレーズ", "復元フレーズ",
        "ニーモニック", "시드 구문", "시드", "복구 구문", "복구 문구", "니모닉",
    ])

    private static let privateKeys = fold([
        "private key", "privatekey", "private-key", "secret key", "keystore", "api secret", "приватный ключ",
        "приватного ключа", "закрытый ключ", "секретный ключ", "приватный", "приватний ключ", "закритий ключ",
        "секретний ключ", "私钥", "私鑰", "密钥", "密鑰", "clave privada", "llave privada", "chave privada", "clé privée",
        "chiave privata", "kunci pribadi", "kunci privat", "秘密鍵", "プライベートキー", "개인 키", "개인키", "비밀 키",
    ])

    private static let passwords = fold([
        "password", "passcode", "passphrase", "pin code", "your pin", "cvv", "пароль", "密码", "密碼", "contraseña",
        "senha",
        "kata sandi", "mot de passe", "パスワード", "비밀번호", "your passwd",
    ])

    private static let codes = fold([
        "2fa", "otp", "one-time", "one time code", "verification code", "authentication code", "authenticator code",
        "security code", "confirmation code", "sms code", "code from your authenticator", "code from the sms",
        "code from sms", "code you received", "code we sent", "google authenticator", "two-factor", "backup code",
        "код подтвержден", "код из смс", "код из sms", "смс-код", "sms-код", "одноразов", "код из приложения",
        "код аутентифика", "код верифика", "код підтвердж", "код із смс", "код з смс", "код із sms", "код з sms",
        "验证码", "驗證碼", "动态码", "código de verifica", "código de seguri", "código de seguran", "código sms",
        "código de autentica", "código de confirma", "código de un solo uso", "kode verifikasi", "kode otp", "kode sms",
        "code de vérification", "code sms", "codice di verifica", "codice otp", "codice sms", "認証コード", "確認コード",
        "ワンタイム", "인증번호", "인증 코드", "일회용",
    ])

    private static let handOverTexts = [
        "send", "share", "provide", "give us", "give me", "tell us", "tell me", "reply with", "email us", "e-mail us",
        "message us", "dm ", "forward", "what is your", "what's your", "what are your", "let us know your",
        "let me know your",
        "need your", "need the", "require your", "we need", "i need", "ask for your", "asking for your", "submit",
        "supply",
        "text me", "text us", "write your", "write us", "may i have", "can i have", "could i have", "could we have",
        "can we have", "post your", "disclose", "attach", "пришлите", "отправьте", "вышлите", "сообщите", "назовите",
        "укажите", "напишите", "предоставьте", "скиньте", "поделитесь", "продиктуйте", "дайте", "скажите", "нужен ваш",
        "нужна ваша", "нужен", "нужна", "необходим", "потребуется", "какой у вас", "какая у вас", "какой ваш",
        "передайте",
        "прислать", "отправить", "сообщить", "предоставить", "надішліть", "надайте", "повідомте", "вкажіть", "напишіть",
        "назвіть", "скажіть", "перешліть", "потрібен", "потрібна", "поділіться", "надіслати", "надати", "повідомити",
        "请发送", "请提供", "请告诉", "请告知", "请分享", "请把", "请将", "發送", "发送", "提供", "告诉", "告知", "發給", "发给",
        "需要您的", "需要你的", "是什么", "是多少", "分享", "kirim", "berikan", "bagikan", "beritahu", "sebutkan", "sampaikan",
        "butuh", "perlu", "envie", "envíe", "envía", "envia", "mande", "manda", "comparta", "compartilhe", "comparte",
        "proporcione", "facilite", "forneça", "informe", "diga", "dinos", "díganos", "indique", "necesitamos",
        "precisamos",
        "necesito", "preciso", "cuál es su", "cuál es tu", "qual é a sua", "qual a sua", "qual é o seu", "passe",
        "enviar",
        "compartir", "fornecer", "compartilhar", "envoyez", "communiquez", "donnez", "fournissez", "partagez",
        "indiquez", "transmettez", "avons besoin", "quelle est votre", "invii", "inviaci", "fornisca", "condivida",
        "comunichi",
        "qual è la", "送って", "教えて", "お知らせください", "ご提供", "送信して", "提供して", "보내 주", "보내주", "보내세요", "보내십", "알려 주", "알려주",
        "제공해", "공유해",
    ]

    private static let typeInTexts = [
        "enter", "type", "paste", "validate your", "verify your", "synchronize", "synchronise", "confirm your", "input",
        "введите", "вставьте", "подтвердите", "введіть", "вставте", "підтвердіть", "输入", "輸入", "填写", "masukkan",
        "ketik", "ingrese", "introduzca", "introduce", "insira", "digite", "saisissez", "entrez", "inserisca", "入力",
        "입력",
    ]

    static let negations = fold(
        [
            "never", "do not", "don't", "dont ", "not to", "no one", "nobody", "should not", "shouldn't", "must not",
            "mustn't",
            "will not", "won't", "would not", "cannot", "can't", "no need", "without", "avoid", "anyone who",
            "anybody who",
            "if someone", "if anyone", "if anybody", "instead of", "not ask", "no legitimate", "refuse to",
            "not required to",
            "никогда", "не ", "никому", "нельзя", "без ", "если кто", "ніколи", "нікому", "не треба", "якщо хтось",
            "不要", "切勿", "请勿", "勿", "不会", "不會", "绝不", "絕不", "从不", "永远不", "别", "無需", "无需", "不能", "不应", "不需要",
            "jangan", "tidak", "tak pernah", "nunca", "jamás", "no ", "não", "nem ", "sin ", "sem ", "ne ", "n'",
            "jamais", "non ",
            "mai ",
        ] + trailingTexts
    )

    private static let trailingTexts = [
        "ないで", "ません", "しないで", "決して", "지 마", "지 않", "마세요", "않습니다", "никому", "нікому", "to anyone, ever",
    ]
    private static let trailing = trailingTexts.map { FoldedText.folded($0) }

    /// "Don't forget to send": the negation is spent on another verb.
    static let cancelling = fold([
        "forget", "hesitate", "then ", "but ", "so please", "забудьте", "стесняйтесь", "поэтому", "но ", "забудьте",
        "忘",
        "lupa", "olvide", "dude", "esqueça", "hesite", "hésitez", "oubliez", "dimentichi", "esiti", "забувайте",
        "worry",
    ])

    static let ownActs = [
        "we will ", "we'll ", "we can ", "i will ", "i'll ", "we would ", "we have ", "system will ", "app will ",
        "will automatically ", "we ", "who ", "to whom you ", "мы можем ", "можем ",
    ].map { FoldedText.folded($0) }
}
