/// What the client's own contact is told of a case that a rule sent on at once, say of a suspected theft. A reference, what
/// kind of case it is and who has it; whoever wants to know more looks the case up behind the tenant's wall.
enum RouteLetter {
    static let letter = Letter([
        .en: (
            "[{{{reference}}}] {{{tenant}}}: {{{category}}}, {{{priority}}}, needs your attention at once",
            """
            Case: {{{reference}}}
            Category: {{{category}}}
            Priority: {{{priority}}}
            Sent to: L{{{level}}}, at {{{at}}}

            Your rules ask us to tell you at once. This is a summary: it holds nothing of what your customer wrote.
            """
        ),
        .ru: (
            "[{{{reference}}}] {{{tenant}}}: {{{category}}}, {{{priority}}}, требуется ваше немедленное внимание",
            """
            Обращение: {{{reference}}}
            Категория: {{{category}}}
            Приоритет: {{{priority}}}
            Передано: L{{{level}}}, {{{at}}}

            По вашим правилам мы сообщаем вам немедленно. Это краткая сводка: в ней нет ничего из того, что написал ваш клиент.
            """
        ),
        .zh: (
            "[{{{reference}}}] {{{tenant}}}：{{{category}}}，{{{priority}}}，需要您立即关注",
            """
            工单：{{{reference}}}
            类别：{{{category}}}
            优先级：{{{priority}}}
            已转至：L{{{level}}}，{{{at}}}

            按贵方规则，我们立即通知您。此为摘要，不含客户所写的任何内容。
            """
        ),
    ])
}
