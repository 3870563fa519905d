import Foundation
import Testing

@testable import Switchyard

struct SurveyFormTests {
    struct Sample: CustomTestStringConvertible {
        let body: String
        let form: SurveyForm
        var testDescription: String { body }
    }

    @Test(arguments: [
        Sample(body: "score=4", form: SurveyForm(score: 4)),
        Sample(body: "score=5&comment=a+b%21&website=", form: SurveyForm(score: 5, comment: "a b!")),
        Sample(body: "score=1&comment=%D0%9F%D1%80", form: SurveyForm(score: 1, comment: "Пр")),
        Sample(body: "score=3&website=http%3A%2F%2Fx", form: SurveyForm(score: 3, isTrapped: true)),
        Sample(body: "score=6", form: SurveyForm(score: nil)),
        Sample(body: "score=0", form: SurveyForm(score: nil)),
        Sample(body: "score=four", form: SurveyForm(score: nil)),
        Sample(body: "", form: SurveyForm(score: nil)),
        Sample(body: "score=2&comment=%FF", form: SurveyForm(score: 2)),
        Sample(body: "score=2&comment=%4", form: SurveyForm(score: 2)),
        Sample(body: "score=2&comment=a%00b", form: SurveyForm(score: 2, comment: "ab")),
        Sample(body: "&&=&score=2&=x", form: SurveyForm(score: 2)),
    ])
    func `a posted form is read, whatever a client makes of it`(_ sample: Sample) throws {
        #expect(try SurveyForm(urlEncoded: Array(sample.body.utf8)) == sample.form)
    }

    @Test func `a form that is too large is refused`() {
        #expect(throws: DomainError.self) {
            try SurveyForm(urlEncoded: Array(repeating: UInt8(ascii: "a"), count: PostedForm.bytesMax + 1))
        }
    }

    @Test func `a long comment is cut`() throws {
        let form = SurveyForm(score: 1, comment: String(repeating: "я", count: 3_000))
        #expect(form.comment.count == SurveyForm.commentCharactersMax)
    }

    @Test func `every language says everything`() {
        for words in SurveyWords.all {
            #expect(words.scores.count == SurveyAnswer.scores.count)
            let texts = [
                words.question, words.comment, words.send, words.thanks, words.mayChange, words.closed,
                words.chooseFirst,
                words.mailSubject, words.mailIntroduction, words.mailEnd,
            ]
            #expect(texts.allSatisfy { !$0.isEmpty })
        }
        #expect(SurveyWords.choose(nil, "xx", "pt-BR").language == "pt")
        #expect(SurveyWords.choose("ZH-Hant").language == "zh")
        #expect(SurveyWords.choose(nil, "xx").language == "en")
    }
}
