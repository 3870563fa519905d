/// Many steps of many cases, told at once: one line a case, with its reference, priority, clock, step, level and due time.
/// Nothing of what customers wrote.
enum DigestLetter {
    static let letter = Letter([
        .en: (
            "{{{tenant}}}: {{{count}}} cases are late or about to be",
            """
            Tenant: {{{tenant}}}
            Cases: {{{count}}}

            Case, priority, clock, step, level, due:
            {{{list}}}
            """
        ),
        .ru: (
            "{{{tenant}}}: обращений с нарушенным или близким сроком: {{{count}}}",
            """
            Клиент: {{{tenant}}}
            Обращений: {{{count}}}

            Обращение, приоритет, срок, шаг, уровень, крайний срок:
            {{{list}}}
            """
        ),
        .zh: (
            "{{{tenant}}}：{{{count}}} 个工单已超时或即将超时",
            """
            租户：{{{tenant}}}
            工单数：{{{count}}}

            工单、优先级、计时、步骤、级别、截止时间：
            {{{list}}}
            """
        ),
    ])
}
