package import Switchyard

extension FieldError.Code {
    /// What a person reads beside the code.
    package var detail: Told {
        switch self {
        case .required: Told(en: "This field is required.", ru: "Это поле обязательно.", zh: "此字段为必填。")
        case .unknownField: Told(en: "There is no such field.", ru: "Такого поля нет.", zh: "没有这个字段。")
        case .wrongType:
            Told(en: "This field has another type.", ru: "У этого поля другой тип.", zh: "此字段的类型不同。")
        case .tooLong: Told(en: "This is too long.", ru: "Слишком длинно.", zh: "内容过长。")
        case .tooShort: Told(en: "This is too short.", ru: "Слишком коротко.", zh: "内容过短。")
        case .outOfRange: Told(en: "This is out of range.", ru: "Вне допустимых пределов.", zh: "超出范围。")
        case .notInList:
            Told(en: "This is not one of the known values.", ru: "Такого значения нет в списке.", zh: "不是已知的值。")
        case .badFormat:
            Told(en: "This does not have the expected form.", ru: "Не та форма записи.", zh: "格式不符合要求。")
        case .tooMany: Told(en: "There are too many.", ru: "Слишком много.", zh: "数量过多。")
        case .taken: Told(en: "This is taken already.", ru: "Это уже занято.", zh: "已被占用。")
        case .unknown: Told(en: "This does not exist here.", ru: "Здесь такого нет.", zh: "此处不存在。")
        case .sameCase: Told(en: "This is the case itself.", ru: "Это то же самое обращение.", zh: "这就是该工单本身。")
        case .cannotMove:
            Told(
                en: "Only later messages of the customer can be moved.",
                ru: "Перенести можно только более поздние сообщения клиента.",
                zh: "只能移动客户之后发送的消息。"
            )
        case .neverOpen:
            Told(
                en: """
                    There is no open second for four weeks or more. If that is meant, send "confirm_never_open": true.
                    """,
                ru: """
                    Четыре недели или дольше нет ни одной открытой секунды. Если так и задумано, отправьте \
                    "confirm_never_open": true.
                    """,
                zh: """
                    连续四周或更久没有任何开放时间。如确属有意，请发送 "confirm_never_open": true。
                    """
            )
        case .containsSecret:
            Told(
                en: "This holds a secret that must not be stored.",
                ru: "Здесь есть секрет, который нельзя хранить.",
                zh: "其中含有不得存储的机密。"
            )
        case .asksForSecret:
            Told(
                en: "Never ask a customer for a seed phrase, a private key, a password or a code.",
                ru: "Никогда не спрашивайте у клиента сид-фразу, закрытый ключ, пароль или код.",
                zh: "切勿向客户索要助记词、私钥、密码或验证码。"
            )
        case .notEntitled:
            Told(
                en: "This person's grant here does not reach that.",
                ru: "Доступа этого человека здесь для этого не хватает.",
                zh: "此人在此处的授权不足。"
            )
        case .notPermitted:
            Told(
                en: "This credential may not set this.",
                ru: "С этими учётными данными это задать нельзя.",
                zh: "此凭据无权设置该项。"
            )
        case .fixed:
            Told(en: "This cannot be changed any more.", ru: "Это уже нельзя изменить.", zh: "此项已不能更改。")
        case .notCovered:
            Told(
                en: "Nobody is on duty from `from` to `until`; confirm_gaps says that this is meant.",
                ru: "С `from` до `until` никто не дежурит; confirm_gaps говорит, что так и задумано.",
                zh: "从 `from` 到 `until` 无人值班；confirm_gaps 表示有意如此。"
            )
        case .doubleBooked:
            Told(
                en: "This person would have two posts at once.",
                ru: "У этого человека было бы два поста сразу.",
                zh: "此人将同时担任两个岗位。"
            )
        case .tooCommon:
            Told(
                en: "This is one of the first that are guessed.",
                ru: "Такой подбирают одним из первых.",
                zh: "这是最先被猜到的之一。"
            )
        case .ownName:
            Told(
                en: "Without the person's name and address too little of it is left.",
                ru: "Без имени и адреса человека от него остаётся слишком мало.",
                zh: "去掉此人的姓名和地址后所剩太少。"
            )
        }
    }
}
