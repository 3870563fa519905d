/// What a browser posts from the survey page.
package struct SurveyForm: Sendable, Hashable {
    /// Characters of a comment that are kept.
    package static let commentCharactersMax = 2_000

    /// Nil: none of the five was chosen.
    package let score: Int?
    package let comment: String
    /// The field that people do not see was filled: a robot did it (`spec/surveys-reports.md V6`).
    package let isTrapped: Bool

    package init(score: Int?, comment: String = "", isTrapped: Bool = false) {
        self.score = score.flatMap { SurveyAnswer.scores.contains($0) ? $0 : nil }
        self.comment = String(comment.prefix(SurveyForm.commentCharactersMax))
        self.isTrapped = isTrapped
    }

    package init(urlEncoded bytes: [UInt8]) throws {
        let form = try PostedForm(urlEncoded: bytes)
        self.init(
            score: form["score"].flatMap { Int($0) },
            comment: form["comment"] ?? "",
            isTrapped: !(form[SurveyPage.trapField] ?? "").isEmpty
        )
    }
}
