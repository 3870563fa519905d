import Testing

@testable import Switchyard

@Suite struct LetterTests {
    @Test(arguments: LetterLanguage.allCases)
    func everyLetterExistsInEveryLanguage(language: LetterLanguage) throws {
        let words = [
            "reference": "ABCD-EFGH1", "tenant": "Ex & Co <1>", "text": "Hi {{name}} <b>", "subject": "A\r\nBcc: x",
            "priority": "P1", "metric": "first_reply", "step": "breach", "level": "2", "at": "t", "due": "d",
            "category": "fraud",
        ]
        let reply = try ReplyLetter.letter.render(language, words)
        #expect(reply.text.hasPrefix("Hi {{name}} <b>\n"))
        #expect(reply.text.contains("Ex & Co <1>"))
        #expect(reply.subject == "[ABCD-EFGH1] A  Bcc: x" || reply.subject == "[ABCD-EFGH1] A Bcc: x")
        let notice = try NoticeLetter.letter.render(language, words)
        for word in ["ABCD-EFGH1", "Ex & Co <1>", "P1", "first_reply", "breach", "L2"] {
            #expect(notice.text.contains(word))
            #expect(notice.subject.contains(word))
        }
        let route = try RouteLetter.letter.render(language, words)
        for word in ["ABCD-EFGH1", "fraud", "P1"] {
            #expect(route.text.contains(word))
            #expect(route.subject.contains(word))
        }
        #expect(!notice.text.contains("{") && !notice.subject.contains("{"))
    }

    @Test(arguments: LetterLanguage.allCases, Alarm.Kind.allCases)
    func anAlarmIsWrittenOfInEveryLanguage(language: LetterLanguage, kind: Alarm.Kind) throws {
        let words = [
            "tenant": "Ex & Co <1>", "source": "Core", "since": "t", "minutes": "60", "never": "never",
            "intake": "intake", "used": "4", "limit": "5", "percent": "80", "hard": "hard",
            "host": "nova.example", "id": "i", "gone": "gone", "failing": "failing",
        ]
        let letter = try AlarmLetter.letter(kind).render(language, words)
        #expect(letter.text.contains("Ex & Co <1>") && letter.subject.contains("Ex & Co <1>"))
        #expect(!letter.text.contains("{") && !letter.subject.contains("{"))
        let english = try AlarmLetter.letter(kind).render(.en, words)
        #expect((letter.subject == english.subject) == (language == .en))
    }

    @Test(arguments: LetterLanguage.allCases, SignInLink.Purpose.allCases)
    func aLinkIsWrittenOfInEveryLanguage(language: LetterLanguage, purpose: SignInLink.Purpose) throws {
        let words = ["name": "Ann <b>", "url": "https://desk.example/p/x"]
        let letter = try LinkLetter.letter(purpose).render(language, words)
        #expect(letter.text.contains("Ann <b>") && letter.text.contains("\nhttps://desk.example/p/x\n"))
        #expect(!letter.text.contains("{") && !letter.subject.isEmpty)
        let english = try LinkLetter.letter(purpose).render(.en, words)
        #expect((letter.subject == english.subject) == (language == .en))
    }

    @Test(arguments: LetterLanguage.allCases) func thePageToChooseAPasswordSpeaksEveryLanguage(
        language: LetterLanguage
    ) throws {
        let words = PasswordWords.choose(language.rawValue)
        #expect(words.language == language)
        for code in [FieldError.Code.tooShort, .tooLong, .tooCommon, .ownName] {
            let page = try PasswordPage.form(language.rawValue, fault: FieldError("/password", code))
            #expect(page.status == 422 && page.html.contains(words.notice(code)))
        }
        #expect(try PasswordPage.done(language.rawValue).html.contains(words.next))
    }

    @Test func aCaseWithoutASubjectGetsOne() throws {
        let words = ["reference": "R", "tenant": "T", "text": "x"]
        #expect(try ReplyLetter.letter.render(.en, words).subject == "[R] Your request")
    }

    @Test(arguments: [
        ("en-GB", LetterLanguage.en), ("ru", .ru), ("zh-Hant-TW", .zh), ("ZH", .zh), ("xx", .en), ("", .en),
    ])
    func languagesFallBackToEnglish(tag: String, language: LetterLanguage) {
        #expect(LetterLanguage(tag: tag) == language)
    }

    @Test func warningsHaveASubjectInTheirOwnLanguage() {
        #expect(WarningLetter.subject(language: "ru-RU") != WarningLetter.subject(language: "en"))
        #expect(WarningLetter.subject(language: "xx") == WarningLetter.subject(language: "en"))
    }
}
