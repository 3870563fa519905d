/// The words of the page to choose a password.
struct PasswordWords: Sendable {
    let language: LetterLanguage
    let title: String
    let label: String
    let advice: String
    let send: String
    let done: String
    let next: String
    let tooShort: String
    let tooLong: String
    let tooCommon: String
    let ownName: String

    static func choose(_ tag: String) -> PasswordWords {
        switch LetterLanguage(tag: tag) {
        case .en: english
        case .ru: russian
        case .zh: chinese
        }
    }

    var fields: [String: Any] {
        [
            "language": language.rawValue, "title": title, "label": label, "advice": advice, "send": send, "done": done,
            "next": next,
        ]
    }

    func notice(_ code: FieldError.Code) -> String {
        switch code {
        case .tooLong: tooLong
        case .tooCommon: tooCommon
        case .ownName: ownName
        default: tooShort
        }
    }

    private static let english = PasswordWords(
        language: .en,
        title: "Choose a password",
        label: "New password",
        advice: "Eight characters or more; a few words that do not belong together are good. Use it nowhere else.",
        send: "Set password",
        done: "Your password is set.",
        next: "Wherever you were signed in you are so no longer. You can sign in now.",
        tooShort: "This is too short: eight characters or more, please.",
        tooLong: "This is too long.",
        tooCommon: "This is one of the first that are guessed. Please choose another.",
        ownName: "This is made of your name or address. Please choose another."
    )

    private static let russian = PasswordWords(
        language: .ru,
        title: "Задайте пароль",
        label: "Новый пароль",
        advice:
            "Не меньше восьми символов; хорошо подходят несколько не связанных между собой слов. Не используйте его больше нигде.",
        send: "Сохранить пароль",
        done: "Пароль сохранён.",
        next: "Все прежние сеансы завершены. Теперь вы можете войти.",
        tooShort: "Слишком коротко: нужно не меньше восьми символов.",
        tooLong: "Слишком длинно.",
        tooCommon: "Такой пароль подбирают одним из первых. Выберите, пожалуйста, другой.",
        ownName: "Он составлен из вашего имени или адреса. Выберите, пожалуйста, другой."
    )

    private static let chinese = PasswordWords(
        language: .zh,
        title: "设置密码",
        label: "新密码",
        advice: "至少八个字符；几个互不相关的词就很好。请勿在其他地方使用同一密码。",
        send: "保存密码",
        done: "密码已设置。",
        next: "此前的登录均已退出。现在可以登录了。",
        tooShort: "太短：至少需要八个字符。",
        tooLong: "太长。",
        tooCommon: "这是最容易被猜到的密码之一，请换一个。",
        ownName: "其中主要是您的姓名或邮箱，请换一个。"
    )
}
