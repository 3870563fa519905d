import BusinessTime
package import Foundation

/// The mail that asks. Its links carry the token and nothing personal; the five score links only pre-select, because mail
/// scanners follow links (`spec/surveys-reports.md V6`).
package enum SurveyLetter {
    /// Nil when there is nothing to send any more: the invitation is void, answered, or over.
    package static func make(
        delivery: UUID,
        isReminder: Bool = false,
        details: JSON,
        ticket: Ticket,
        customer: Customer,
        in tx: TenantTransaction,
        letterhead: Letterhead
    ) throws -> MailMessage? {
        guard let address = customer.profile.email,
            let invitation = try SurveyInvitation.find(details.uuid("invitation_id"), in: tx),
            invitation.state == .sent, try invitation.isOpen(at: tx.now)
        else { return nil }
        let settings = try tx.settings()
        let brand = settings.brand
        let words = SurveyWords.choose(invitation.language)
        let opening = isReminder ? words.reminderIntroduction : words.mailIntroduction
        let link = try "\(letterhead.publicURL)/s/\(settings.slug)/\(details.string("token"))"
        return MailMessage(
            messageID: "\(delivery.text)@\(letterhead.messageDomain)",
            fromAddress: letterhead.fromAddress,
            fromName: Letter.oneLine(brand.senderName),
            toAddress: address,
            replyTo: brand.replyTo,
            subject: "\(words.mailSubject) [\(ticket.reference.text)]",
            text: text(words, opening, link: link, brand),
            html: html(words, opening, link: link, brand),
            sentAt: try tx.now,
            headers: [MailHeader(name: "Auto-Submitted", value: "auto-generated")]
        )
    }

    private static func text(_ words: SurveyWords, _ opening: String, link: String, _ brand: Brand) -> String {
        let choices = zip(SurveyAnswer.scores, words.scores).map { "\($0) – \($1): \(link)?score=\($0)" }
        let text = """
            \(opening)

            \(words.question)

            \(choices.joined(separator: "\n"))

            \(words.mailEnd)

            \(brand.name)
            """
        return brand.ended(text, LetterLanguage(tag: words.language))
    }

    /// Colours were checked when they were published, and addresses are escaped like words: nothing of it becomes a tag.
    private static func html(_ words: SurveyWords, _ opening: String, link: String, _ brand: Brand) -> String {
        let choices = zip(SurveyAnswer.scores, words.scores).map { score, label in
            "<p><a style=\"color:\(brand.colour)\" href=\"\(escaped(link))?score=\(score)\">\(score) – \(escaped(label))</a></p>"
        }
        return """
            <!doctype html><html lang="\(words.language)"><head><meta charset="utf-8"></head><body>
            <p>\(escaped(opening))</p><p><strong>\(escaped(words.question))</strong></p>
            \(choices.joined(separator: "\n"))
            <p>\(escaped(words.mailEnd))</p><p>\(escaped(brand.name))</p>\(ending(words, brand))</body></html>
            """
    }

    private static func ending(_ words: SurveyWords, _ brand: Brand) -> String {
        let ending = brand.ending(LetterLanguage(tag: words.language))
        let footer = ending.footer.map { "<p>\(escaped($0).replacing("\n", with: "<br>"))</p>" }
        let support = ending.supportURL.map { "<p><a href=\"\(escaped($0))\">\(escaped($0))</a></p>" }
        return (footer ?? "") + (support ?? "")
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;")
    }
}
