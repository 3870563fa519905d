/// The question as it is put, in the customer's language. A change of meaning raises `version`: scores of two versions are
/// not mixed without saying so (`spec/surveys-reports.md V8`).
struct SurveyWords: Sendable {
    static let version = 1

    let language: String
    let question: String
    /// From 1, the worst, to 5.
    let scores: [String]
    let comment: String
    let send: String
    let thanks: String
    let mayChange: String
    let closed: String
    let chooseFirst: String
    let mailSubject: String
    let mailIntroduction: String
    let reminderIntroduction: String
    let mailEnd: String

    /// The first language of the list that is known, by its primary subtag; else English.
    static func choose(_ languages: String?...) -> SurveyWords {
        for language in languages {
            let primary = language?.split(separator: "-").first.map { $0.lowercased() }
            if let found = all.first(where: { $0.language == primary }) { return found }
        }
        return english
    }

    static let all = [english, russian, chinese, ukrainian, indonesian, portuguese]

    private static let english = SurveyWords(
        language: "en",
        question: "How satisfied were you with the support?",
        scores: ["Very dissatisfied", "Dissatisfied", "Neither", "Satisfied", "Very satisfied"],
        comment: "Anything you would like to add? Never write passwords, codes or seed phrases here.",
        send: "Send answer",
        thanks: "Thank you for your answer.",
        mayChange: "You may change it within 24 hours with the same link.",
        closed: "It can no longer be changed.",
        chooseFirst: "Please choose one of the five answers.",
        mailSubject: "How did we do?",
        mailIntroduction: "Your request has been resolved. One question, one click:",
        reminderIntroduction:
            "You have not told us yet how we did. One question, one click, and we will not ask again:",
        mailEnd: "The link is good for seven days. We never ask for passwords, codes or seed phrases."
    )

    private static let russian = SurveyWords(
        language: "ru",
        question: "Насколько вы довольны работой поддержки?",
        scores: ["Очень недоволен", "Недоволен", "Ни то ни другое", "Доволен", "Очень доволен"],
        comment: "Хотите что-нибудь добавить? Никогда не пишите здесь пароли, коды и сид-фразы.",
        send: "Отправить ответ",
        thanks: "Спасибо за ваш ответ.",
        mayChange: "Изменить его можно в течение 24 часов по той же ссылке.",
        closed: "Изменить его больше нельзя.",
        chooseFirst: "Выберите, пожалуйста, один из пяти ответов.",
        mailSubject: "Как мы справились?",
        mailIntroduction: "Ваше обращение решено. Один вопрос, один щелчок:",
        reminderIntroduction:
            "Вы ещё не сказали нам, как мы справились. Один вопрос, один щелчок – больше мы не спросим:",
        mailEnd: "Ссылка действует семь дней. Мы никогда не спрашиваем пароли, коды и сид-фразы."
    )

    private static let chinese = SurveyWords(
        language: "zh",
        question: "您对本次客服支持满意吗？",
        scores: ["非常不满意", "不满意", "一般", "满意", "非常满意"],
        comment: "还有什么想补充的吗？请勿在此填写密码、验证码或助记词。",
        send: "提交",
        thanks: "感谢您的反馈。",
        mayChange: "24 小时内可通过同一链接修改。",
        closed: "现在已不能修改。",
        chooseFirst: "请在五个选项中选择一个。",
        mailSubject: "我们的服务怎么样？",
        mailIntroduction: "您的问题已处理完毕。只有一个问题，点一下即可：",
        reminderIntroduction: "您还没有告诉我们服务得怎么样。只有一个问题，点一下即可，之后不再打扰：",
        mailEnd: "链接七天内有效。我们绝不会索要密码、验证码或助记词。"
    )

    private static let ukrainian = SurveyWords(
        language: "uk",
        question: "Наскільки ви задоволені роботою підтримки?",
        scores: ["Дуже незадоволений", "Незадоволений", "Ні те ні інше", "Задоволений", "Дуже задоволений"],
        comment: "Бажаєте щось додати? Ніколи не пишіть тут паролі, коди чи сид-фрази.",
        send: "Надіслати відповідь",
        thanks: "Дякуємо за вашу відповідь.",
        mayChange: "Її можна змінити протягом 24 годин за тим самим посиланням.",
        closed: "Змінити її вже не можна.",
        chooseFirst: "Оберіть, будь ласка, одну з п'яти відповідей.",
        mailSubject: "Як ми впоралися?",
        mailIntroduction: "Ваше звернення вирішено. Одне запитання, один клік:",
        reminderIntroduction:
            "Ви ще не сказали нам, як ми впоралися. Одне запитання, один клік – більше ми не запитаємо:",
        mailEnd: "Посилання діє сім днів. Ми ніколи не питаємо паролі, коди чи сид-фрази."
    )

    private static let indonesian = SurveyWords(
        language: "id",
        question: "Seberapa puas Anda dengan bantuan kami?",
        scores: ["Sangat tidak puas", "Tidak puas", "Biasa saja", "Puas", "Sangat puas"],
        comment: "Ada yang ingin ditambahkan? Jangan pernah menulis kata sandi, kode, atau frasa pemulihan di sini.",
        send: "Kirim jawaban",
        thanks: "Terima kasih atas jawaban Anda.",
        mayChange: "Anda dapat mengubahnya dalam 24 jam lewat tautan yang sama.",
        closed: "Jawaban tidak dapat diubah lagi.",
        chooseFirst: "Silakan pilih salah satu dari lima jawaban.",
        mailSubject: "Bagaimana layanan kami?",
        mailIntroduction: "Permintaan Anda telah diselesaikan. Satu pertanyaan, satu klik:",
        reminderIntroduction:
            "Anda belum memberi tahu kami bagaimana layanan kami. Satu pertanyaan, satu klik, dan kami tidak akan bertanya lagi:",
        mailEnd: "Tautan berlaku tujuh hari. Kami tidak pernah meminta kata sandi, kode, atau frasa pemulihan."
    )

    private static let portuguese = SurveyWords(
        language: "pt",
        question: "Qual é a sua satisfação com o atendimento?",
        scores: ["Muito insatisfeito", "Insatisfeito", "Indiferente", "Satisfeito", "Muito satisfeito"],
        comment: "Quer acrescentar algo? Nunca escreva senhas, códigos ou frases-semente aqui.",
        send: "Enviar resposta",
        thanks: "Obrigado pela sua resposta.",
        mayChange: "Você pode alterá-la em até 24 horas pelo mesmo link.",
        closed: "Ela não pode mais ser alterada.",
        chooseFirst: "Escolha, por favor, uma das cinco respostas.",
        mailSubject: "Como foi o nosso atendimento?",
        mailIntroduction: "Sua solicitação foi resolvida. Uma pergunta, um clique:",
        reminderIntroduction:
            "Você ainda não nos disse como foi. Uma pergunta, um clique, e não perguntaremos de novo:",
        mailEnd: "O link vale por sete dias. Nunca pedimos senhas, códigos ou frases-semente."
    )
}
