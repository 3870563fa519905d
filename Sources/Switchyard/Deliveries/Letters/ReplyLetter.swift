/// An agent's answer, under the case's own subject.
enum ReplyLetter {
    static let letter = Letter([
        .en: (
            "[{{{reference}}}] {{#subject}}{{{subject}}}{{/subject}}{{^subject}}Your request{{/subject}}", body("Case")
        ),
        .ru: (
            "[{{{reference}}}] {{#subject}}{{{subject}}}{{/subject}}{{^subject}}Ваше обращение{{/subject}}",
            body("Обращение")
        ),
        .zh: ("[{{{reference}}}] {{#subject}}{{{subject}}}{{/subject}}{{^subject}}您的请求{{/subject}}", body("工单")),
    ])

    private static func body(_ word: String) -> String {
        """
        {{{text}}}

        -- 
        {{{tenant}}}
        \(word): {{{reference}}}
        """
    }
}
