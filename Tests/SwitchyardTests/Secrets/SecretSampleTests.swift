import Foundation
import Testing

@testable import Switchyard

/// How customers really write a secret, and what only looks like one. Every value was made for these tests.
struct SecretSampleTests {
    struct Sample: CustomTestStringConvertible, Sendable {
        let kinds: [SecretKind]
        /// One text a line; `⏎` is an end of a line, `{name}` stands for a value.
        let texts: String
        var testDescription: String { kinds.isEmpty ? "nothing" : kinds.map(\.rawValue).joined(separator: ", ") }
    }

    private static let hex = "bc84670ad3c4d36bc08aad1fff8eb8406e2f8a7fc4cce4dd9f0b4110d9f2fa00"
    private static let apiKey = "OfCsVtaXrZMAzSv2gENfMTx0MOdOQw4SG8nfnL5Ofa6qD8mJ7ZDNBmJaDtDLZc5t"
    private static let apiSecret = "4UuHF7KVMLp7hvdCTquY1XVcKGAFRFWa94Hj9wNYWx0T0zbFDteMXi6cMUXv5eBo"
    private static let solana =
        "ZfhTdKRXEFACnt2gdemRk5UrD2wgGdMGyAGGg15qskZh4Wx6o8FKcu5BY6deoR1MhcTqVTFSQvZdB3uPVatrXrJ"

    private static let words = SeedMaker.mnemonic(.english, entropy: (0..<16).map { UInt8($0 * 11 + 9) })
    private static let misspelt = words.enumerated().map { $0.offset == 3 ? $0.element + "x" : $0.element }
    private static let misspeltTwice = misspelt.enumerated().map { $0.offset == 8 ? "zz" + $0.element : $0.element }

    private static let values: [String: String] = {
        func labelled(_ label: (Int, String) -> String) -> String {
            words.enumerated().map { label($0.offset + 1, $0.element) }.joined(separator: "\n")
        }
        var values = [
            "hex": hex, "HEX": hex.uppercased(), "key": apiKey, "secret": apiSecret, "solana": solana,
            "wif": "L2m3GnviLGYykghRis1RQgBhJtzMmb5a5JbCLQ4MJQfwmx5mtbtv",
            "words": words.joined(separator: " "), "glued": words.joined(), "camel": words.map(\.capitalized).joined(),
            "misspelt": misspelt.joined(separator: " "), "misspelt twice": misspeltTwice.joined(separator: " "),
            "and": words.joined(separator: " and "), "object": #"{"# + labelled { #""w\#($0)":"\#($1)","# } + "}",
            "word 1": labelled { "word \($0): \($1)" }, "palabra 1": labelled { "palabra \($0): \($1)" },
            "第1个": labelled { "第\($0)个 \($1)" }, "1番目": labelled { "\($0)番目 \($1)" },
            "1번째": labelled { "\($0)번째 단어 \($1)" }, "1-е слово": labelled { "\($0)-е слово \($1)" },
            "the word is": labelled { "the \($0)th word is \($1)" },
        ]
        var maker = SeedMaker(seed: 5)
        for language in SeedLanguage.allCases {
            values["\(language)"] = maker.mnemonic(language, wordCount: 12).joined(separator: " ")
        }
        return values
    }()

    private static let seeds = [
        Sample(
            kinds: [.seedPhrase],
            texts: """
                my wallet phrase is {words} please help
                我的助记词是{words}谢谢
                我的助记词{words}
                мой сид {words} помогите
                сид-фраза:{words}
                frasa pemulihan saya {words} tolong
                mi frase semilla es {words} gracias
                シードは{words}です
                시드 {words} 입니다
                mi frase: {spanish}
                minha frase {portuguese}
                シードフレーズ：{japanese}
                시드 구문: {korean}
                我的助记词 {chineseSimplified} 帮我
                {object}
                here⏎{and}⏎please help
                my seed words⏎{palabra 1}⏎gracias
                {第1个}
                {1番目}
                {1번째}
                {1-е слово}
                {the word is}
                my seed phrase: {camel}
                {glued}
                """
        ),
        Sample(
            kinds: [.possibleSeedPhrase],
            texts: """
                my recovery phrase {misspelt}
                助记词 {misspelt}
                frasa pemulihan {misspelt}
                сид фраза {misspelt}
                seed phrase {misspelt twice}
                palavras de recuperação {misspelt twice}
                recovery phrase is {misspelt twice} thanks
                """
        ),
        Sample(
            kinds: [],
            texts: """
                {misspelt twice}
                I can not open my wallet and the exchange will not answer me for one week already please help me again
                please help me to open the case again because my money is still not there and nobody can explain the reason
                我的助记词丢了，请帮我找回账户，我已经等了一个星期了
                请问助记词一共有多少个字，是不是十二个字就可以了呢
                助记词不要告诉别人，这是大家都知道的事情吧
                мой кошелек не открывается после обновления, сид фразу я никому не говорил
                mi billetera no abre desde ayer y no puedo ver mi dinero por favor necesito ayuda con la frase semilla
                minha carteira não abre desde ontem, perdi a frase semente, preciso de ajuda para recuperar o acesso
                dompet saya tidak bisa dibuka sejak kemarin, frasa pemulihan saya hilang, mohon bantuannya
                ウォレットが開けません。シードフレーズを紛失しました。どうすればいいですか。
                지갑이 열리지 않습니다. 시드 구문을 잃어버렸어요. 어떻게 해야 하나요?
                How many words has a seed phrase, 12 or 24?
                Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz
                """
        ),
    ]

    private static let keys = [
        Sample(
            kinds: [.privateKey],
            texts: """
                privkey: {hex}
                priv: {hex}
                pk={hex}
                private key is 0x{hex}
                Private Key⏎{HEX}
                wallet key {hex}
                私钥：{hex}
                我的私钥0x{hex}
                秘钥是{hex}
                приватный ключ: {hex}
                ключ от кошелька {hex}
                закрытый ключ {hex}
                приватний ключ {hex}
                kunci privat saya {hex}
                kunci pribadi: {hex}
                minha chave privada é {hex}
                mi llave privada es {hex}
                秘密鍵は{hex}です
                プライベートキー {hex}
                개인키 {hex}
                비밀키 {hex}
                프라이빗키: {hex}
                export key {hex}
                "privateKey":"{hex}"
                deployer key {hex}
                我的{wif}
                ключ:{wif}
                phantom key {solana}
                {hex} <- my private key
                {hex} 这是我的私钥
                {hex} это приватный ключ
                {hex} é minha chave privada
                {hex} 제 개인키입니다
                """
        ),
        Sample(
            kinds: [],
            texts: """
                txid: {hex}
                transaction hash 0x{hex}
                交易哈希 {hex}
                хеш транзакции {hex}
                hash transaksi {hex}
                hash da transação {hex}
                トランザクションハッシュ {hex}
                트랜잭션 해시 {hex}
                https://tronscan.org/#/transaction/{hex}
                private key is safe, see https://tronscan.org/#/transaction/{hex}
                [private key removed] in tx {hex}
                block hash {hex}
                wallet 0x25c8efe57f37724f4d37ea2b14004077139b4180 private key stolen
                """
        ),
        Sample(
            kinds: [.apiSecret],
            texts: """
                API-Key: {key}
                apikey={key}
                my api key is {key}
                API密钥 {key}
                api ключ {key}
                chave de API: {key}
                clave API {key}
                kunci API {key}
                APIキー {key}
                API 키 {key}
                X-MBX-APIKEY: {key}
                Authorization: Bearer {key}
                bot token 123456789:AAH_x9Kf3LmQpRz7TtYv2WbNc4DsEgHjKlM
                https://example.com/?api_key={key}
                """
        ),
        Sample(
            kinds: [.apiSecret, .apiSecret],
            texts: """
                key {key} secret {secret}
                API Key:⏎{key}⏎Secret Key:⏎{secret}
                ключ api {key} секрет {secret}
                API密钥{key} 密钥{secret}
                chave api {key} segredo {secret}
                access key {key} passphrase {secret}
                """
        ),
        Sample(
            kinds: [],
            texts: """
                order {key}
                key {key}
                api error for order 6304a8f1-77b2-4c53-9d3e-0aa1b2c3d4e5
                https://api.example.com/v1/orders/6304a8f177b24c539d3e
                my address 0x25c8efe57f37724f4d37ea2b14004077139b4180 and api key does not work
                user agent Mozilla/5.0 AppleWebKit/537.36
                """
        ),
    ]

    private static let cards = [
        Sample(
            kinds: [.cardNumber],
            texts: """
                卡号4111111111111111
                номер карты 4111 1111 1111 1111
                kartu kredit 5555 5555 5555 4444
                カード番号は4111111111111111です
                카드번호 4111-1111-1111-1111
                card:4111111111111111 exp 12/27 cvv 123
                4111  1111  1111  1111
                4111_1111_1111_1111
                visa4111111111111111
                4111⏎1111⏎1111⏎1111
                4111 - 1111 - 1111 - 1111
                4111/1111/1111/1111
                UnionPay 6222 0212 3456 7890 128
                (4111111111111111)
                """
        ),
        Sample(
            kinds: [],
            texts: """
                order 4111111111111112
                +49 4111 1111 1111 11
                IMEI 490154203237518
                2023-11-05 12:00:00 1700000000000
                0x4111111111111111
                IBAN GB29NWBK60161331926819
                order-4111111111111111-x1
                4111 1111-1111 1111
                tracking 9400111899223197428490
                """
        ),
    ]

    @Test(arguments: seeds + keys + cards) func aTextYieldsItsSecretsAndNoMore(sample: Sample) {
        for text in Self.lines(sample.texts) {
            let redaction = Secrets.redact(Self.fill(text))
            #expect(redaction.findings.map(\.kind) == sample.kinds, "\(text)")
            #expect(Secrets.redact(redaction.text).isClean, "\(text)")
        }
    }

    @Test(arguments: OneTimeCodeSamples.all) func aNumberIsACodeOnlyWhereItsSentenceSaysSo(
        _ samples: OneTimeCodeSamples
    ) {
        for text in Self.lines(samples.codes) {
            #expect(Secrets.redact(Self.fill(text)).findings.map(\.kind) == [.oneTimeCode], "\(text)")
        }
        for text in Self.lines(samples.others) { #expect(Secrets.redact(Self.fill(text)).isClean, "\(text)") }
    }

    @Test(arguments: OutboundSamples.all) func aReplyIsStoppedForWhatItAsks(_ samples: OutboundSamples) {
        let asked: [(OutboundRefusal, String)] = [
            (.asksForSeedPhrase, samples.seeds), (.asksForPrivateKey, samples.keys),
            (.asksForPassword, samples.passwords), (.asksForOneTimeCode, samples.codes),
        ]
        for (refusal, texts) in asked {
            for text in Self.lines(texts) { #expect(OutboundGuard.check(text) == refusal, "\(text)") }
        }
        for text in Self.lines(samples.passed) { #expect(OutboundGuard.check(text) == nil, "\(text)") }
    }

    private static func lines(_ texts: String) -> [String] { texts.split(separator: "\n").map(String.init) }

    private static func fill(_ text: String) -> String {
        var filled = text.replacing("⏎", with: "\n")
        for (name, value) in values where filled.contains("{\(name)}") {
            filled = filled.replacing("{\(name)}", with: value)
        }
        return filled
    }
}
