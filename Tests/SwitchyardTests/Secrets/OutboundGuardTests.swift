import Testing

@testable import Switchyard

struct OutboundGuardTests {
    struct Reply: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let refusal: OutboundRefusal?

        init(_ text: String, _ refusal: OutboundRefusal?) {
            testDescription = text
            self.refusal = refusal
        }
    }

    private static let refused: [Reply] = [
        Reply("Please send us your seed phrase.", .asksForSeedPhrase),
        Reply("To verify the wallet, enter your 12 words at https://example.com", .asksForSeedPhrase),
        Reply("If you did not receive it, send us your recovery phrase", .asksForSeedPhrase),
        Reply("Please don't forget to send your seed phrase", .asksForSeedPhrase),
        Reply("We need your private key to proceed", .asksForPrivateKey),
        Reply("What is your password?", .asksForPassword),
        Reply("Kindly provide the 2FA code from your phone", .asksForOneTimeCode),
        Reply("Please reply with the verification code we sent", .asksForOneTimeCode),
        Reply("Пришлите, пожалуйста, вашу сид-фразу", .asksForSeedPhrase),
        Reply("Сообщите код из СМС", .asksForOneTimeCode),
        Reply("Укажите приватный ключ кошелька", .asksForPrivateKey),
        Reply("Надішліть нам ваш пароль", .asksForPassword),
        Reply("请提供您的助记词", .asksForSeedPhrase),
        Reply("请把您的私钥发给我们", .asksForPrivateKey),
        Reply("您的验证码是多少？", .asksForOneTimeCode),
        Reply("Mohon kirim frasa pemulihan Anda", .asksForSeedPhrase),
        Reply("Silakan berikan kode OTP", .asksForOneTimeCode),
        Reply("Por favor, envie sua chave privada", .asksForPrivateKey),
        Reply("Informe a sua senha", .asksForPassword),
        Reply("Envíe su frase semilla", .asksForSeedPhrase),
        Reply("Por favor indique su contraseña", .asksForPassword),
        Reply("Envoyez-nous votre phrase de récupération", .asksForSeedPhrase),
        Reply("Ci invii la chiave privata", .asksForPrivateKey),
        Reply("シードフレーズを教えてください", .asksForSeedPhrase),
        Reply("개인 키를 보내 주세요", .asksForPrivateKey),
    ]

    private static let passed: [Reply] = [
        Reply("We will never ask for your seed phrase.", nil),
        Reply("Do not share your seed phrase with anyone.", nil),
        Reply("Do not send us your private key, password or 2FA code", nil),
        Reply("Do not, under any circumstances, share your recovery phrase", nil),
        Reply("Never send a verification code to anyone; send us the transaction hash instead", nil),
        Reply("We will send you a verification code.", nil),
        Reply("Please reset your password in the settings.", nil),
        Reply("Enter the 2FA code in the app.", nil),
        Reply("Please send the transaction hash and your wallet address.", nil),
        Reply("You should not give your private key to anyone who asks", nil),
        Reply("Мы никогда не просим прислать сид-фразу", nil),
        Reply("Не сообщайте никому код из СМС", nil),
        Reply("Пришлите хеш транзакции", nil),
        Reply("Ніколи не надсилайте приватний ключ", nil),
        Reply("请勿向任何人提供您的助记词", nil),
        Reply("我们绝不会要求您提供私钥", nil),
        Reply("Jangan pernah berikan frasa pemulihan Anda", nil),
        Reply("Nunca compartilhe sua chave privada", nil),
        Reply("No comparta su frase semilla con nadie", nil),
        Reply("Ne partagez jamais votre phrase de récupération", nil),
        Reply("Non condivida mai la chiave privata", nil),
        Reply("シードフレーズを誰にも教えないでください", nil),
        Reply("개인 키를 누구에게도 보내지 마세요", nil),
        Reply("", nil),
    ]

    @Test(arguments: refused) func aReplyThatAsksForASecretIsStopped(reply: Reply) {
        #expect(OutboundGuard.check(reply.testDescription) == reply.refusal)
        #expect(OutboundGuard.check("Hello!\n\(reply.testDescription)\nBest regards") == reply.refusal)
    }

    @Test(arguments: passed) func aReplyThatWarnsPasses(reply: Reply) {
        #expect(OutboundGuard.check(reply.testDescription) == nil)
    }

    @Test(arguments: ["en", "ru", "uk", "zh", "id", "pt", "es", "ja", "ko", "fr", "it"])
    func ourOwnWarningPassesAndIsTranslated(language: String) {
        let text = SecretWarning.text(language: language)
        #expect(OutboundGuard.check(text) == nil)
        #expect(Secrets.redact(text).isClean)
        #expect(SecretWarning.text(language: language.uppercased() + "-Latn-XX") == text)
        #expect(language == "en" || text != SecretWarning.text(language: "en"))
    }

    @Test func anUnknownLanguageIsWarnedInEnglish() {
        #expect(SecretWarning.text(language: "tlh") == SecretWarning.text(language: "en"))
        #expect(SecretWarning.text(language: "") == SecretWarning.text(language: "en-GB"))
    }

    @Test func everyRefusalHasItsReasonCode() {
        #expect(Set(OutboundRefusal.allCases.map(\.rawValue)).count == 4)
    }
}
