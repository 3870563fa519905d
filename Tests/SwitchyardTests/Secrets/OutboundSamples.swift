import Testing

/// Sentences of agents, written for these tests, one a line: what asks for a secret, by kind, and what may be said.
struct OutboundSamples: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let seeds: String
    let keys: String
    let passwords: String
    let codes: String
    let passed: String

    static let all = [
        english, russian, ukrainian, indonesian, portuguese, spanish, korean, chineseAndJapanese, mixed,
    ]
}

extension OutboundSamples {
    static let english = Self(
        testDescription: "english",
        seeds: """
            Could you share the seed phrase with me?
            Kindly drop your 12 words here
            We'd need your secret recovery phrase
            Please type your mnemonic below
            Let me have your recovery phrase
            Type in your seed phrase on the page
            Please paste the phrase of 24 words
            Would you mind sending your seed phrase?
            For verification purposes provide the 24 words
            Send a photo of your recovery phrase
            Your seed phrase please, reply here
            """,
        keys: """
            Paste your private key here
            Export the private key and send it to us
            Can you give me the private key of the wallet?
            Kindly forward your wallet private key
            """,
        passwords: """
            Please tell us your current password
            I'll need your password
            Provide login and password
            Tell me the password you use
            """,
        codes: """
            Read me the code from your authenticator
            Which code did you get?
            What code did you receive by SMS?
            Send me the 6-digit code
            Let me know the code you got by e-mail
            I need the OTP
            Please share the code that came to your phone
            Forward me the SMS code
            """,
        passed: """
            Nobody from our team will ask you to send your seed phrase
            Keep your seed phrase offline
            Have you shared your seed phrase with anyone?
            Did you enter your seed phrase on another site?
            We cannot restore a wallet without its seed phrase, and we never see it
            We sent the verification code to your e-mail
            Scammers ask for your private key
            Please be careful: fraudsters may ask you to share your OTP
            You will need your password to log in
            Beware of sites that ask you to type your recovery phrase
            Type the code in the app
            Please confirm the transaction in your wallet; keep your seed phrase secret
            The API secret is shown once when you create it
            Please change your password and enable 2FA
            Send us the tx hash, never the private key
            If anyone asks you for a code, do not give it
            If you shared your seed phrase with someone, move your funds now
            We do not store private keys
            The code expires after 10 minutes
            Click Send code and type it in the app
            You don't need to provide your password
            Attach a screenshot without your seed phrase
            Please send the error code you received
            Share your referral code you received by email with friends
            To reset your password, provide your e-mail address on the login page
            Never give the code to callers
            Our agents will not request your private key
            Confirm the login with the code from your authenticator
            """
    )

    static let mixed = Self(
        testDescription: "mixed",
        seeds: """
            Здравствуйте! Для разблокировки счёта необходимо прислать сид-фразу кошелька
            Укажите мнемоническую фразу в ответном сообщении
            Доброго дня! Надішліть, будь ласка, вашу мнемонічну фразу
            Selamat siang, mohon kirimkan 24 kata rahasia dompet Anda
            Olá! Para desbloquear a conta, preciso da sua frase de recuperação
            Hola, para desbloquear la cuenta necesitamos que nos envíe sus 12 palabras
            안녕하세요, 계정 복구를 위해 시드 구문을 보내 주시겠습니까?
            Good day, to unlock the wallet we require your recovery phrase
            您好，为了解锁账户，请把助记词发给我们
            口座を復旧するため、シードフレーズをお送りください
            """,
        keys: """
            Дайте нам ваш приватный ключ, чтобы мы вернули средства
            Повідомте нам приватний ключ, щоб ми повернули кошти
            Untuk pengembalian dana, kirim kunci privat Anda
            Para reembolso, informe sua chave privada
            Para el reembolso, indíquenos su clave privada
            환불을 위해 개인 키를 알려주십시오
            To refund you I need the private key
            """,
        passwords: """
            Назовите, пожалуйста, ваш пароль
            Tolong kirim password akun Anda
            Poderia me dizer sua senha?
            ¿Me puede dar su contraseña?
            계정 비밀번호를 보내 주세요
            Give me your account password please
            """,
        codes: """
            Вам придёт смс, сообщите мне код
            Вам надійде СМС, повідомте мені код
            Anda akan menerima SMS, beritahu saya kodenya
            Você receberá um SMS, me informe o código
            Recibirá un SMS, dígame el código
            문자가 오면 코드를 알려 주세요
            You will get an SMS, tell me the code
            您会收到短信，请把验证码告诉我
            SMSが届いたらコードを教えてください
            """,
        passed: """
            Напоминаем, что мы никогда не попросим вас прислать сид-фразу или код
            Мы получили ваш запрос и ответим в течение часа
            Смените пароль и включите двухфакторную аутентификацию
            Переведите средства на новый кошелёк, старая сид-фраза скомпрометирована
            Створіть новий гаманець, стара сід-фраза скомпрометована
            Ganti kata sandi Anda dan aktifkan 2FA
            Buat dompet baru karena frasa pemulihan lama sudah bocor
            Crie uma carteira nova, pois a frase antiga foi comprometida
            Altere sua senha e ative o 2FA
            Cree una billetera nueva, su frase semilla está comprometida
            Cambie su contraseña y active 2FA
            새 지갑을 만드세요. 기존 시드 구문은 유출되었습니다
            비밀번호를 변경하고 OTP를 활성화하세요
            Create a new wallet, the old seed phrase is compromised
            Write your seed phrase on paper and keep it safe
            Запишите сид-фразу на бумаге и храните её в сейфе
            Anote sua frase de recuperação em papel e guarde-a
            Anote su frase semilla en papel y guárdela
            Tulis frasa pemulihan di kertas dan simpan
            시드 구문을 종이에 적어 보관하세요
            请将助记词抄写在纸上并妥善保管
            シードフレーズは紙に書いて保管してください
            We sent you a code by SMS, it is valid for 5 minutes
            Please do not share the code you received
            Nossa equipe nunca pedirá o código que você recebeu
            Nuestro equipo nunca le pedirá el código que recibió
            Наш сотрудник не спросит код, который вы получили
            저희 직원은 인증번호를 요청하지 않습니다
            Please send us your e-mail address and the transaction hash
            Пришлите, пожалуйста, адрес кошелька и хеш транзакции
            """
    )
}
