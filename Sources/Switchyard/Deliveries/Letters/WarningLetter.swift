/// Tells a customer that a secret was taken out of what they sent; the text is `SecretWarning`'s.
enum WarningLetter {
    static func subject(language: String) -> String {
        let primary = language.lowercased().split(whereSeparator: { $0 == "-" || $0 == "_" }).first.map(String.init)
        return primary.flatMap { subjects[$0] } ?? english
    }

    private static let english = "We removed a secret from your message"

    private static let subjects = [
        "en": english,
        "ru": "Мы удалили секрет из вашего сообщения",
        "uk": "Ми видалили секрет із вашого повідомлення",
        "zh": "我们已从您的消息中删除机密信息",
        "id": "Kami menghapus rahasia dari pesan Anda",
        "pt": "Removemos um segredo da sua mensagem",
        "es": "Eliminamos un secreto de su mensaje",
        "ja": "メッセージから秘密情報を削除しました",
        "ko": "메시지에서 비밀 정보를 삭제했습니다",
        "fr": "Nous avons supprimé un secret de votre message",
        "it": "Abbiamo rimosso un segreto dal suo messaggio",
    ]
}
