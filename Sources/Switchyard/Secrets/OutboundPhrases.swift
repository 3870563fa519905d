/// What `OutboundGuard` calls a secret, in the languages of `SecretWarning`; written as `FoldedPhrase` reads them.
enum OutboundPhrases {
    static func secrets(_ refusal: OutboundRefusal) -> PhraseSet {
        switch refusal {
        case .asksForSeedPhrase: seeds
        case .asksForPrivateKey: privateKeys
        case .asksForPassword: passwords
        case .asksForOneTimeCode: codes
        }
    }

    private static let seeds = PhraseSet(
        """
        seed phrase*, seed word*, your seed, the seed, wallet seed, recovery phrase*, secret phrase*, secret recovery*, \
        backup phrase*, mnemonic*, 12 word*, 24 word*, twelve words, recovery words, secret words, wallet phrase*, \
        phrase of 12, phrase of 24, \
        сид фраз, сид|, сида|, сиду|, сидом|, сидк, сидфраз, seed фраз, мнемони, фразу восстановлен, фраза восстановлен, \
        фразы восстановлен, слова восстановлен, слов восстановлен, секретную фразу, секретная фраза, секретные слова, \
        12 слов, 24 слов, двенадцать слов, \
        сід фраз, сід|, сіду|, сідфраз, мнемоні, фразу відновлен, фраза відновлен, слова відновлен, секретну фразу, \
        секретна фраза, 12 слів, 24 слова, дванадцять слів, \
        frasa pemulihan*, frasa rahasia*, frasa benih*, frasa seed*, frasa sandi*, frasa*, kata pemulihan*, 12 kata, \
        24 kata, dua belas kata, kata kunci pemulihan*, \
        frase semilla*, semilla|, frase de recupera*, frase secreta*, frase de seguridad, palabras de recupera*, \
        palabras secretas, 12 palabras, 24 palabras, doce palabras, frase mnemotécnica*, \
        frase semente*, semente|, palavra semente, palavras semente, palavras de recupera*, palavras secretas, 12 palavras, \
        24 palavras, doze palavras, frase mnemônica*, \
        phrase de récupération, phrase secrète, phrase mnémonique, 12 mots, 24 mots, frase di recupero, frase segreta, \
        助记词, 助記詞, 恢复短语, 恢復短語, 恢复词, 12个单词, 24个单词, 种子短语, \
        シードフレーズ, シード|, リカバリーフレーズ, 復元フレーズ, ニーモニック, バックアップフレーズ, 秘密のフレーズ, 12個の単語, 24個の単語, \
        12単語, 24単語, \
        시드 구문, 시드 문구, 시드, 복구 구문, 복구 문구, 복구 단어, 니모닉, 비밀 구문, 12단어, 24단어, 12개 단어, 24개 단어
        """
    )

    private static let privateKeys = PhraseSet(
        """
        private key*, secret key*, keystore*, api secret*, \
        приватный ключ, приватного ключ, приватныи ключ, приватные ключи, закрытый ключ, закрытого ключ, секретный ключ, \
        приватник, приватний ключ, приватного ключа, закритий ключ, секретний ключ, \
        clave privada, claves privadas, llave privada, llaves privadas, chave privada, chaves privadas, clé privée, \
        chiave privata, kunci pribadi*, kunci privat*, kunci rahasia*, \
        私钥, 私鑰, 密钥, 密鑰, 秘钥, 秘密鍵, プライベートキー, 개인 키, 비밀 키, 프라이빗 키
        """
    )

    private static let passwords = PhraseSet(
        """
        password*, passcode*, passphrase*, pin code*, your pin, pin anda, pin kamu, cvv*, your passwd, parol, пароль, пароля, \
        пин код, пін код, 密码, 密碼, contraseña*, su pin, tu pin, senha*, seu pin, kata sandi*, sandi|, mot de passe, \
        パスワード, 暗証番号, 비밀번호, 패스워드
        """
    )

    private static let codes = PhraseSet(
        """
        2fa code*, 2fa, otp*, one time code*, one time pass*, verification code*, authentication code*, authenticator code*, \
        security code*, confirmation code*, sms code*, code from your authenticator, code from the authenticator, \
        code from the sms, code from sms, google authenticator code*, digits from the sms, digits of the sms, \
        two factor code*, backup code*, login code*, passcode*, \
        код подтвержден, код из смс, код из sms, смс код, sms код, код 2fa, 2fa код, одноразов, код из приложения, код с почты, \
        код аутентифика, код верифика, код безопасност, код авторизац, проверочный код, цифр из смс, цифры из смс, \
        код підтвердж, код із смс, код з смс, код із sms, код з sms, одноразовий, код автентифіка, код верифіка, код безпеки, \
        код з пошти, код із застосунку, цифр із смс, цифр з смс, \
        código de verifica*, código de seguri*, código de seguran*, código sms, código de autentica*, código de confirma*, \
        código de un solo uso, código de uso único, código de acceso, código de acesso, código do autenticador, \
        código del autenticador, código 2fa, códigos 2fa, token que*, dígitos del sms, dígitos do sms, \
        kode verifikasi*, kode otp*, kode sms, kode konfirmasi*, kode autentikasi*, kode keamanan*, kode 2fa, digit otp, \
        code de vérification, code sms, codice di verifica, codice otp, codice sms, \
        验证码, 驗證碼, 动态码, 校验码, 动态口令, 6位验证码, 認証コード, 確認コード, 認証番号, ワンタイム, 인증번호, 인증 코드, 확인 코드, 일회용
        """
    )

    /// A code is a one-time code where the sentence says that it came, or how long it is.
    static let bareCodes = PhraseSet("code, codes, код, коды, коди, código, códigos, kode*, codice, コード, 코드, token|")

    static let receipts = PhraseSet(
        """
        6 digit*, six digit*, 4 digit*, received, receive, you got, did you get, get by, was sent, we sent, came, sms, \
        authenticator*, your app, your phone, email, e mail, \
        пришел, пришёл, придет, придёт, приходит, получили, получите, полученн, приславш, смс, аутентификатор, шестизначн, четырехзначн, 6 цифр, \
        на почту, гугл, из письма, \
        прийшов, надійшов, прийде, отримали, отриман, шестизначн, на пошту, автентифікатор, із застосунку, \
        chegou, recebeu, recebido, enviamos, autenticador*, 6 dígitos, seis dígitos, 4 dígitos, llegó, llego, recibió, recibio, \
        recibido, recibiste, correo, celular, e mail, \
        masuk, terima, diterima, kami kirim, 6 digit, reçu, ricevuto, \
        届いた, 受け取った, 届きました, 6桁, メール, 받은, 받으신, 도착한, 6자리, 문자, 收到
        """
    )
}
