/// What the customer is told at once after a secret was found in a message (`spec/secrets.md`, Handling).
package enum SecretWarning {
    static let defaultLanguage = "en"

    /// `language` is BCP 47; only its primary subtag decides, and English stands in for what is not translated.
    package static func text(language: String) -> String {
        let primary = language.lowercased().split(whereSeparator: { $0 == "-" || $0 == "_" }).first.map(String.init)
        return texts[primary ?? defaultLanguage] ?? english
    }

    private static let english =
        "Your message contained a secret (a seed phrase, private key or code). We removed it and did not keep it. Treat "
        + "it as stolen: move your funds to a new wallet now. Support never asks for it. Never send it to anyone."

    private static let texts: [String: String] = [
        "en": english,
        "ru":
            "В вашем сообщении был секрет (сид-фраза, приватный ключ или код). Мы удалили его и не сохранили. Считайте "
            + "его украденным: немедленно переведите средства на новый кошелёк. Поддержка никогда его не "
            + "спрашивает. Никому его не отправляйте.",
        "uk": "У вашому повідомленні був секрет (сід-фраза, приватний ключ або код). Ми видалили його й не зберегли. "
            + "Вважайте його викраденим: негайно перекажіть кошти на новий гаманець. Підтримка ніколи його не "
            + "запитує. Нікому його не надсилайте.",
        "zh": "您的消息中含有机密信息（助记词、私钥或验证码）。我们已将其删除，未予保存。请视其为已泄露：立即将资产转移到新钱包。"
            + "客服绝不会索要此类信息，请勿发送给任何人。",
        "id":
            "Pesan Anda memuat rahasia (frasa pemulihan, kunci pribadi, atau kode). Kami sudah menghapusnya dan tidak "
            + "menyimpannya. Anggap sudah dicuri: segera pindahkan dana Anda ke dompet baru. Tim dukungan tidak "
            + "pernah memintanya. Jangan kirimkan kepada siapa pun.",
        "pt":
            "Sua mensagem continha um segredo (frase de recuperação, chave privada ou código). Nós o removemos e não o "
            + "guardamos. Considere-o roubado: mova seus fundos agora para uma nova carteira. O suporte nunca pede "
            + "isso. Não o envie a ninguém.",
        "es": "Su mensaje contenía un secreto (frase semilla, clave privada o código). Lo hemos eliminado y no lo "
            + "guardamos. Considérelo robado: mueva sus fondos ahora mismo a una cartera nueva. El soporte nunca lo "
            + "pide. No lo envíe a nadie.",
        "ja": "お送りいただいた内容に秘密情報（シードフレーズ、秘密鍵、またはコード）が含まれていました。こちらで削除し、保存していません。"
            + "盗まれたものとお考えになり、今すぐ資産を新しいウォレットへ移してください。サポートがこれを尋ねることは決してありません。"
            + "誰にも送らないでください。",
        "ko": "보내신 메시지에 비밀 정보(시드 구문, 개인 키 또는 코드)가 있었습니다. 저희는 이를 삭제했으며 보관하지 않습니다. 유출된 "
            + "것으로 보고 지금 바로 자산을 새 지갑으로 옮기세요. 고객지원은 절대로 이를 요구하지 않습니다. 누구에게도 보내지 마세요.",
        "fr":
            "Votre message contenait un secret (phrase de récupération, clé privée ou code). Nous l’avons supprimé et ne "
            + "l’avons pas conservé. Considérez-le comme volé : déplacez vos fonds maintenant vers un nouveau "
            + "portefeuille. Le support ne le demande jamais. Ne l’envoyez à personne.",
        "it":
            "Il suo messaggio conteneva un segreto (frase di recupero, chiave privata o codice). Lo abbiamo rimosso e non "
            + "lo conserviamo. Lo consideri rubato: sposti subito i fondi in un nuovo portafoglio. L’assistenza non "
            + "lo chiede mai. Non lo invii a nessuno.",
    ]
}
