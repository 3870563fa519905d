/// Tells a supervisor of a bad score to look into. Nothing of what the customer wrote: it goes to mailboxes that hold many
/// tenants.
enum FollowUpLetter {
    static let letter = Letter([
        .en: (
            "[{{{reference}}}] {{{tenant}}}: {{#late}}overdue: {{/late}}a customer was not satisfied",
            """
            Tenant: {{{tenant}}}
            Case: {{{reference}}}
            A customer rated this case low. Please find out why, and write down what came of it.
            Due: {{{due}}}{{#late}} – nobody has done it in time{{/late}}
            {{#complaint}}The comment speaks of a complaint or of legal steps: decide whether to open a complaint.{{/complaint}}
            """
        ),
        .ru: (
            "[{{{reference}}}] {{{tenant}}}: {{#late}}просрочено: {{/late}}клиент остался недоволен",
            """
            Клиент: {{{tenant}}}
            Обращение: {{{reference}}}
            Клиент поставил низкую оценку. Пожалуйста, выясните причину и запишите результат.
            Срок: {{{due}}}{{#late}} – вовремя никто этого не сделал{{/late}}
            {{#complaint}}В комментарии говорится о жалобе или суде: решите, нужно ли завести жалобу.{{/complaint}}
            """
        ),
        .zh: (
            "[{{{reference}}}] {{{tenant}}}：{{#late}}已逾期：{{/late}}客户不满意",
            """
            租户：{{{tenant}}}
            工单：{{{reference}}}
            客户给了低分。请查明原因并记录结果。
            截止时间：{{{due}}}{{#late}}，至今无人处理{{/late}}
            {{#complaint}}评论提到投诉或法律途径：请决定是否立案投诉。{{/complaint}}
            """
        ),
    ])
}
