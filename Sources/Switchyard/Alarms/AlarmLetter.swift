/// What is wrong with a tenant and no case's, told to its administrators and to the firm.
enum AlarmLetter {
    static func letter(_ kind: Alarm.Kind) -> Letter {
        switch kind {
        case .sourceSilent: sourceSilent
        case .quotaNear, .quotaReached: quota
        case .subscriptionOff: subscriptionOff
        }
    }

    /// What is beyond a limit is said by the words that are there: `hard` where something is refused or waits.
    private static let quota = Letter([
        .en: (
            """
            {{{tenant}}}: {{{percent}}} % of {{#intake}}today's requests{{/intake}}{{#mail}}today's mails{{/mail}}\
            {{#storage}}the storage{{/storage}} are used
            """,
            """
            Tenant: {{{tenant}}}
            Used: {{{used}}} of {{{limit}}} {{#intake}}requests today{{/intake}}{{#mail}}mails to customers today{{/mail}}\
            {{#storage}}bytes{{/storage}}

            {{#hard}}The limit is a hard one: {{#intake}}beyond it requests are refused until the day is over{{/intake}}\
            {{#mail}}beyond it answers and surveys wait for the next day{{/mail}}.{{/hard}}\
            {{^hard}}Nothing is refused: the limit only tells of itself.{{/hard}}
            """
        ),
        .ru: (
            """
            {{{tenant}}}: использовано {{{percent}}} % {{#intake}}запросов на сегодня{{/intake}}\
            {{#mail}}писем на сегодня{{/mail}}{{#storage}}хранилища{{/storage}}
            """,
            """
            Клиент: {{{tenant}}}
            Использовано: {{{used}}} из {{{limit}}} ({{#intake}}запросы за сегодня{{/intake}}\
            {{#mail}}письма клиентам за сегодня{{/mail}}{{#storage}}байты{{/storage}})

            {{#hard}}Предел жёсткий: {{#intake}}сверх него запросы отклоняются до конца дня{{/intake}}\
            {{#mail}}сверх него ответы и опросы ждут следующего дня{{/mail}}.{{/hard}}\
            {{^hard}}Ничего не отклоняется: предел только предупреждает.{{/hard}}
            """
        ),
        .zh: (
            """
            {{{tenant}}}：{{#intake}}今日请求{{/intake}}{{#mail}}今日邮件{{/mail}}{{#storage}}存储{{/storage}}\
            已使用 {{{percent}}} %
            """,
            """
            租户：{{{tenant}}}
            已使用：{{{used}}} / {{{limit}}}（{{#intake}}今日请求{{/intake}}{{#mail}}今日发给客户的邮件{{/mail}}\
            {{#storage}}字节{{/storage}}）

            {{#hard}}此为硬性上限：{{#intake}}超出后，请求将被拒绝，直至当日结束{{/intake}}\
            {{#mail}}超出后，回复和调查将等到次日发送{{/mail}}。{{/hard}}\
            {{^hard}}不会拒绝任何内容：该上限仅作提示。{{/hard}}
            """
        ),
    ])

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

    private static let subscriptionOff = Letter([
        .en: (
            "{{{tenant}}}: {{{host}}} is sent no events any more since {{{since}}}",
            """
            Tenant: {{{tenant}}}
            Receiver: {{{host}}}
            Subscription: {{{id}}}

            {{#gone}}It answered 410: it wants nothing any more.{{/gone}}\
            {{#failing}}An event was tried for days, and nothing was taken meanwhile.{{/failing}}
            The subscription is switched off. What happens from now on is not told to it.

            See its deliveries and send it a test: both are with the subscription in the API. Switch it on again when its \
            receiver is well, and replay what failed; or remove it.
            """
        ),
        .ru: (
            "{{{tenant}}}: на {{{host}}} события не отправляются с {{{since}}}",
            """
            Клиент: {{{tenant}}}
            Получатель: {{{host}}}
            Подписка: {{{id}}}

            {{#gone}}Получатель ответил 410: ему больше ничего не нужно.{{/gone}}\
            {{#failing}}Событие пытались доставить несколько дней, и за это время не было принято ничего.{{/failing}}
            Подписка отключена. О том, что происходит с этого момента, она не узнает.

            Посмотрите доставки и отправьте пробное событие: и то и другое есть у подписки в API. Когда получатель снова \
            исправен, включите подписку и повторите недоставленное; или удалите её.
            """
        ),
        .zh: (
            "{{{tenant}}}：自 {{{since}}} 起不再向 {{{host}}} 发送事件",
            """
            租户：{{{tenant}}}
            接收方：{{{host}}}
            订阅：{{{id}}}

            {{#gone}}接收方返回了 410：不再需要任何事件。{{/gone}}\
            {{#failing}}某个事件已尝试发送数日，其间没有任何事件被接收。{{/failing}}
            该订阅已停用，此后发生的事件不会再通知它。

            请查看投递记录，并发送一次测试：两者均在 API 的该订阅之下。接收方恢复后，请重新启用订阅并重发失败的事件；或将其删除。
            """
        ),
    ])
}
