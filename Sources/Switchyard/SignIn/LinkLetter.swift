/// The mail with a link to choose a password.
enum LinkLetter {
    static let sender = "Switchyard"

    static func letter(_ purpose: SignInLink.Purpose) -> Letter {
        switch purpose {
        case .invitation: invitation
        case .reset: reset
        }
    }

    private static let invitation = Letter([
        .en: (
            "Your account at the support desk",
            """
            Hello {{{name}}},

            an account was made for you. Choose a password here:
            {{{url}}}

            The link is good once, for seven days. We never ask for passwords or codes by mail.
            """
        ),
        .ru: (
            "Ваша учётная запись в службе поддержки",
            """
            Здравствуйте, {{{name}}}!

            Для вас создана учётная запись. Задайте пароль по ссылке:
            {{{url}}}

            Ссылка действует один раз, в течение семи дней. Мы никогда не спрашиваем пароли и коды по почте.
            """
        ),
        .zh: (
            "您的客服系统账号",
            """
            {{{name}}}，您好！

            已为您创建账号。请通过以下链接设置密码：
            {{{url}}}

            链接七天内有效，仅可使用一次。我们绝不会通过邮件索要密码或验证码。
            """
        ),
    ])

    private static let reset = Letter([
        .en: (
            "Choose another password",
            """
            Hello {{{name}}},

            somebody asked for another password for your account. If it was you, choose it here:
            {{{url}}}

            The link is good once, for one hour. If it was not you, do nothing: your password stays as it is.
            """
        ),
        .ru: (
            "Смена пароля",
            """
            Здравствуйте, {{{name}}}!

            Кто-то запросил смену пароля для вашей учётной записи. Если это были вы, задайте новый пароль:
            {{{url}}}

            Ссылка действует один раз, в течение часа. Если это были не вы, ничего не делайте: пароль останется прежним.
            """
        ),
        .zh: (
            "重设密码",
            """
            {{{name}}}，您好！

            有人为您的账号申请重设密码。如果是您本人，请在此设置新密码：
            {{{url}}}

            链接一小时内有效，仅可使用一次。如果不是您本人，请忽略：您的密码不会改变。
            """
        ),
    ])
}
