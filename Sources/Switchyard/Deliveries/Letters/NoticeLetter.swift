import BusinessTime

/// A step of a clock's ladder, told to somebody of the firm: which case, which clock, how late. Nothing of what the customer
/// wrote: it goes to mailboxes that hold many tenants.
enum NoticeLetter {
    static let letter = Letter([
        .en: (
            "[{{{reference}}}] {{{tenant}}}: {{{metric}}}, {{{step}}} ({{{priority}}}, L{{{level}}})",
            """
            Tenant: {{{tenant}}}
            Case: {{{reference}}}
            Priority: {{{priority}}}
            Level: L{{{level}}}
            Clock: {{{metric}}}
            Step: {{{step}}}, at {{{at}}}
            {{#due}}Due: {{{due}}}{{/due}}{{^due}}Due: not set now{{/due}}
            """
        ),
        .ru: (
            "[{{{reference}}}] {{{tenant}}}: {{{metric}}}, {{{step}}} ({{{priority}}}, L{{{level}}})",
            """
            Клиент: {{{tenant}}}
            Обращение: {{{reference}}}
            Приоритет: {{{priority}}}
            Уровень: L{{{level}}}
            Срок: {{{metric}}}
            Шаг: {{{step}}}, {{{at}}}
            {{#due}}Крайний срок: {{{due}}}{{/due}}{{^due}}Крайний срок: сейчас не назначен{{/due}}
            """
        ),
        .zh: (
            "[{{{reference}}}] {{{tenant}}}：{{{metric}}}，{{{step}}}（{{{priority}}}，L{{{level}}}）",
            """
            租户：{{{tenant}}}
            工单：{{{reference}}}
            优先级：{{{priority}}}
            级别：L{{{level}}}
            计时：{{{metric}}}
            步骤：{{{step}}}，{{{at}}}
            {{#due}}截止时间：{{{due}}}{{/due}}{{^due}}截止时间：目前未定{{/due}}
            """
        ),
    ])

    /// `2025-06-02 09:30 UTC`: staff work in many zones, so their mails name one.
    static func time(_ iso8601: String) -> String {
        guard iso8601.count >= 16 else { return iso8601 }
        return iso8601.prefix(16).replacing("T", with: " ") + " UTC"
    }
}
