/// How an agent asks for something, in the languages of `SecretWarning`; written as `FoldedPhrase` reads them.
enum OutboundDemands {
    /// Asks for it to be handed over.
    static let handOver = PhraseSet(
        """
        send, sending, share, sharing, provide, providing, give us, give me, give the, tell us, tell me, reply with, reply here, \
        email us, e mail us, message us, dm|, forward, let us know, let me know, let me have, let us have, submit, supply, \
        text me, text us, write your, write us, may i have, can i have, could i have, could we have, can we have, post your, \
        disclose, attach, read me, read us, drop your, confirm your password, \
        пришлите, присылайте, отправьте, отправляйте, вышлите, сообщите, назовите, укажите, напишите, предоставьте, скиньте, \
        скинуть, поделитесь, продиктуйте, дайте, скажите, передайте, перешлите, подскажите, приложите, опишите, прислать, \
        отправить, выслать, сообщить, предоставить, назвать, указать, продиктовать, передать, переслать, ждем от вас, \
        ожидаем от вас, \
        надішліть, надсилайте, надайте, повідомте, вкажіть, напишіть, назвіть, скажіть, перешліть, поділіться, продиктуйте, \
        вишліть, додайте, передайте, надіслати, надати, повідомити, вислати, переслати, назвати, чекаємо на, \
        kirim|, kirimkan, mengirim|, mengirimkan, berikan, memberikan, bagikan, membagikan, beritahu*, sebutkan, sampaikan, \
        infokan, informasikan, lampirkan, share|, dituliskan, dikirimkan, disebutkan, diinfokan, forward, boleh minta, bisa minta, minta|, balas pesan ini dengan, balas dengan, \
        tuliskan, serahkan, \
        envie, enviem, envia|, enviar, enviarnos, mande, mandar, manda|, compartilhe, compartilhar, forneça, fornecer, informe, \
        informar, informarnos, diga, dizer, indique, indicar, encaminhe, encaminhar, passe, passar, anexe, anexar, repasse, \
        solicitamos, solicitar sua, solicitar a sua, aguardamos, escreva, reenvie, me confirme, \
        envíe, envíenos, envíanos, envíame, envíeme, enviarnos, enviarme, mándeme, mándanos, mándenos, comparta, compártanos, \
        comparte, compartir, proporcione, proporcionar, proporcionarnos, facilite, facilítenos, facilitarnos, facilitar, dinos, \
        dígame, díganos, dime, puede dar, puedes dar, darnos, darme, indíquenos, indicarnos, indíqueme, páseme, pásame, pásenos, adjunte, adjuntar, esperamos su, \
        esperamos tu, le solicito, solicito su, solicitarle su, reenvíe, reenvíenos, reenvíeme, confírmeme, confírmenos, envíela, \
        envíelo, envíala, confirme su contraseña, confirmar sua senha, confirme sua senha, \
        envoyez, communiquez, donnez, fournissez, partagez, indiquez, transmettez, invii, inviaci, fornisca, condivida, \
        comunichi, comunicarci, \
        请发送, 请提供, 请告诉, 请告知, 请分享, 請提供, 請告訴, 請發送, 提供, 告诉, 告訴, 告知, 分享, 发给, 發給, 发送给我, 发一下, 发我, 发过来, 报一下, 说一下, 写给, 写下, 念给, 说给, \
        发送私钥, 发送助记词, 发送验证码, 发送密码, 发送您, 发送你, 把您的, 将您的, \
        送って, 教えて, お知らせください, お知らせいただけ, お送りください, お送りいただけ, ご提供, ご提示, 送信して, 提供して, 共有して, ご記入, 書いて, 伝えて, 見せて, \
        보내 주, 보내주, 보내세요, 보내십, 보내 줘, 보내줘, 알려 주, 알려주, 알려 줘, 알려줘, 말씀해, 말해 주, 전달해, 첨부해, 회신해, 불러 주, 불러주, 제공해, \
        공유해, 적어 주, 적어주, 남겨 주, 남겨주, 부탁드립니다, 부탁드려요
        """
    )

    /// Says that it is needed.
    static let need = PhraseSet(
        """
        need your, need the, require your, we need, i need, we would need, ask for your, asking for your, \
        нужен|, нужна|, нужно|, нужны|, необходим, потрібен, потрібна, потрібно, потрібні, \
        butuh|, membutuhkan, perlu|, memerlukan, necesitamos, necesito, precisamos, preciso, se necesita, avons besoin, \
        ci serve, 需要您的, 需要你的, 需要您提供, 必要です, 필요합니다, 필요해요
        """
    )

    /// Asks what it is.
    static let question = PhraseSet(
        """
        what is your, what's your, what are your, what code, which code, what password, which password, what is the code, \
        what's the code, what was the code, какой пароль, який пароль, какой у вас, какая у вас, какой ваш, какая ваша, \
        какой код, який у вас, яка у вас, який код, apa password*, nya apa, apa kak, apa kata sandi*, apa pin, apa frasa*, apa seed*, berapa, \
        cuál es su, cuál es tu, cuál es el código, qué código, qué contraseña, qual senha, qual foi o código, qual é a sua, qual a sua, qual é o seu, qual o seu, qual código, qual o código, \
        quelle est votre, qual è la, 是什么, 是多少, 何ですか, 무엇인가요, 무엇입니까, 뭐예요, 어떻게 되나요, 어떻게 됩니까
        """
    )

    /// Asks for it to be typed in somewhere: an instruction for a password or a code, never one for a seed or a key.
    static let typeIn = PhraseSet(
        """
        enter, entering, type, type in, typing, paste, validate your, verify your, synchronize, synchronise, confirm your, \
        input, export, import, \
        введите, вставьте, подтвердите, скопируйте, экспортируйте, потребуется, понадобится, введіть, вставте, підтвердіть, \
        скопіюйте, знадобиться, masukkan, memasukkan, ketik*, salin, verifikasi|, memverifikasi, ingrese, introduzca, introduce, \
        pegue, escriba, copie, insira, digite, cole, copie aqui, saisissez, entrez, inserisca, 输入, 輸入, 填写, 粘贴, 复制, 入力して, 貼り付けて, コピーして, \
        入力をお, 입력해, 붙여넣, 붙여 넣, 복사해
        """
    )

    /// What an agent does, not asks, or what a button says: ends directly before the demand.
    static let ownActs = PhraseSet(
        """
        we will, we'll, we can, i will, i'll, i can, we would, we have, system will, app will, will automatically, we|, who|, \
        to whom you, мы можем, можем, мы, kami akan, kami, podemos, vamos, podremos, iremos, le podemos, \
        click, click on, tap, tap on, press, нажмите, нажмите на, натисніть, klik, ketuk, clique em, toque em, pulse, presione, \
        haga clic en, 点击, 點擊, 按, クリックして, タップして
        """
    )

    /// May stand between a secret and its demand, with commas.
    static let politeness = PhraseSet(
        "please, kindly, пожалуйста, будь ласка, por favor, tolong, mohon, s'il vous plaît, per favore, per cortesia"
    )

    /// What the customer will do by their own hand.
    static let customersActs = PhraseSet("you will, you'll, you may, you would, you might, you do not, you don't")
}
