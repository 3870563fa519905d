/// What is wrong with a tenant and no case's, told to its administrators and to the firm.
enum AlarmLetter {
    static func letter(_ kind: Alarm.Kind) -> Letter {
        switch kind {
        case .sourceSilent: sourceSilent
        }
    }

    private static let sourceSilent = Letter([
        .en: (
            "{{{tenant}}}: nothing has come from {{{source}}} since {{{since}}}",
            """
            Tenant: {{{tenant}}}
            Source: {{{source}}}
            Last request accepted: {{{since}}}
            {{#never}}None was ever accepted: the time is that of its set-up.
            {{/never}}
            It is set up to be missed after {{{minutes}}} minutes of open time without a request.

            Look at what it was refused lately, and send it a test: both are with the source in the API.
            """
        ),
        .ru: (
            "{{{tenant}}}: от источника {{{source}}} ничего не приходит с {{{since}}}",
            """
            Клиент: {{{tenant}}}
            Источник: {{{source}}}
            Последний принятый запрос: {{{since}}}
            {{#never}}Ни один запрос ещё не был принят: указано время настройки.
            {{/never}}
            По настройке тревога поднимается через {{{minutes}}} мин рабочего времени без запросов.

            Посмотрите, что было отклонено за последнее время, и отправьте пробный запрос: и то и другое есть у источника в API.
            """
        ),
        .zh: (
            "{{{tenant}}}：自 {{{since}}} 起未收到来自 {{{source}}} 的请求",
            """
            租户：{{{tenant}}}
            来源：{{{source}}}
            最近一次接受的请求：{{{since}}}
            {{#never}}尚未接受过任何请求：所示为设置时间。
            {{/never}}
            按设置，工作时间内 {{{minutes}}} 分钟无请求即发出警报。

            请查看最近被拒绝的请求，并发送一次测试：两者均在 API 的该来源之下。
            """
        ),
    ])
}
