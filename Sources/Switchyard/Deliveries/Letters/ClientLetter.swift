/// The ladder's last rung: what the client's own contact is told of a case. A reference, times and a level; whoever wants
/// to know more looks the case up behind the tenant's wall.
enum ClientLetter {
    static let letter = Letter([
        .en: (
            "[{{{reference}}}] {{{tenant}}}: a service level was missed and nobody has taken it on",
            """
            Case: {{{reference}}}
            Clock: {{{metric}}}
            {{#due}}Due: {{{due}}}{{/due}}{{^due}}Due: not while the clock is paused{{/due}}
            Reached: L{{{level}}}, step {{{step}}}, at {{{at}}}

            This is a summary: it holds nothing of what your customer wrote.
            """
        ),
        .ru: (
            "[{{{reference}}}] {{{tenant}}}: срок нарушен, и никто не взял обращение в работу",
            """
            Обращение: {{{reference}}}
            Срок: {{{metric}}}
            {{#due}}Крайний срок: {{{due}}}{{/due}}{{^due}}Крайний срок: не назначен, отсчёт приостановлен{{/due}}
            Достигнут: L{{{level}}}, шаг {{{step}}}, {{{at}}}

            Это краткая сводка: в ней нет ничего из того, что написал ваш клиент.
            """
        ),
        .zh: (
            "[{{{reference}}}] {{{tenant}}}：服务时限已超，尚无人接手",
            """
            工单：{{{reference}}}
            计时：{{{metric}}}
            {{#due}}截止时间：{{{due}}}{{/due}}{{^due}}截止时间：计时暂停，未定{{/due}}
            已到：L{{{level}}}，步骤 {{{step}}}，{{{at}}}

            此为摘要，不含客户所写的任何内容。
            """
        ),
    ])
}
