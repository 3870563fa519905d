import BusinessTime
import Foundation
import Postgres

/// One delivery with everything its text is made of.
struct OutboundDraft {
    let delivery: Delivery
    let ticket: Ticket
    let details: JSON
    let settings: TenantSettings
    let letterhead: Letterhead
    let tx: TenantTransaction

    init(_ delivery: Delivery, letterhead: Letterhead, in tx: TenantTransaction) throws {
        self.delivery = delivery
        self.letterhead = letterhead
        self.tx = tx
        settings = try tx.settings()
        guard let ticketID = delivery.ticketID else { throw StoredValueUnknown() }
        ticket = try Ticket.find(ticketID, in: tx)
        details = try delivery.details(settings.vault)
    }

    func outbound() throws -> Outbound {
        switch delivery.kind {
        case .replyMail: .mail(try replyMail())
        case .replyWebhook: .webhook(try replyWebhook())
        case .noticeMail: .mail(try noticeMail())
        case .noticeWebhook: .webhook(try noticeWebhook())
        case .clientMail: .mail(try clientMail())
        case .warningMail: .mail(try warningMail())
        // Of no single case: made by `DigestDraft` and `AlarmDraft`; or made already, when the event was told.
        case .digestMail, .eventWebhook, .alarmMail, .alarmWebhook: throw StoredValueUnknown()
        case .surveyMail: .mail(try surveyMail())
        case .surveyReminder: .mail(try surveyMail(isReminder: true))
        case .followUpMail: .mail(try followUpMail())
        }
    }

    private func replyMail() throws -> MailMessage {
        let (_, address) = try customerWithMail()
        var words = ["reference": ticket.reference.text, "tenant": settings.brand.name, "text": try reply().text]
        let subject = try settings.vault.openText(ticket.subject, as: .ticketSubject, row: ticket.id)
        // An empty text counts as present in a template.
        if !subject.isEmpty { words["subject"] = subject }
        let language = LetterLanguage(tag: ticket.language)
        return try branded(to: address, ReplyLetter.letter.render(language, words), language)
    }

    private func warningMail() throws -> MailMessage {
        let (customer, address) = try customerWithMail()
        let language = customer.language ?? ticket.language
        let subject = "[\(ticket.reference.text)] \(WarningLetter.subject(language: language))"
        let letter = (subject: subject, text: SecretWarning.text(language: language))
        return try branded(to: address, letter, LetterLanguage(tag: language), isAutomatic: true)
    }

    /// To whoever it was meant for when the step was taken, if they may still see the case.
    private func noticeMail() throws -> MailMessage {
        guard let id = delivery.personID, let person = try tx.duty.person(id) else {
            throw ObstacleMet(.personWithoutAccess)
        }
        let letter = try NoticeLetter.letter.render(LetterLanguage(tag: person.language), stepWords())
        return try mail(to: person.email, letter, isAutomatic: true)
    }

    /// To whoever the client names now for what it was meant for.
    private func clientMail() throws -> MailMessage {
        guard let purpose = ClientContact.Purpose(rawValue: try details.string("contact")),
            let contact = settings.escalation.contacts[purpose]
        else { throw ObstacleMet(.contactRemoved) }
        let isRoute = details["metric"] == .string(NoticeTopic.route.rawValue)
        let language = LetterLanguage(tag: contact.language)
        var words = try stepWords()
        words["tenant"] = settings.brand.name
        let letter = try (isRoute ? RouteLetter.letter : ClientLetter.letter).render(language, words)
        return try branded(to: contact.email, letter, language, isAutomatic: true)
    }

    /// A step of a ladder in words: no more than ids, names of the product, and times.
    private func stepWords() throws -> [String: String] {
        var words = [
            "reference": ticket.reference.text, "tenant": settings.name, "priority": ticket.priority.name,
            "category": ticket.category,
            "metric": try details.string("metric"), "step": try details.string("step"),
            "level": String(try details.integer("level")), "at": NoticeLetter.time(try details.string("at")),
        ]
        words["due"] = try details.optionalString("due_at").map(NoticeLetter.time)
        return words
    }

    /// To the supervisor whom it was given to, if they may still see the case.
    private func followUpMail() throws -> MailMessage {
        guard let id = delivery.personID, let person = try tx.duty.person(id) else {
            throw ObstacleMet(.personWithoutAccess)
        }
        let words = [
            "reference": ticket.reference.text, "tenant": settings.name,
            "due": NoticeLetter.time(try details.string("due_at")),
            "late": try details.bool("late") ? "late" : nil,
            "complaint": try details.bool("proposes_complaint") ? "complaint" : nil,
        ].compactMapValues { $0 }
        let letter = try FollowUpLetter.letter.render(LetterLanguage(tag: person.language), words)
        return try mail(to: person.email, letter, isAutomatic: true)
    }

    private func surveyMail(isReminder: Bool = false) throws -> MailMessage {
        let customer = try Customer.find(ticket.customerID, in: tx)
        let mail = try SurveyLetter.make(
            delivery: delivery.id,
            isReminder: isReminder,
            details: details,
            ticket: ticket,
            customer: customer,
            in: tx,
            letterhead: letterhead
        )
        guard let mail else { throw ObstacleMet(.surveyWithdrawn) }
        return mail
    }

    private func mail(
        to address: String,
        _ letter: (subject: String, text: String),
        isAutomatic: Bool = false
    ) throws -> MailMessage {
        letterhead.mail(
            delivery.id,
            to: address,
            letter,
            of: settings.name,
            at: try tx.now,
            isAutomatic: isAutomatic
        )
    }

    /// To the client's own side, in the client's own name. The firm's people are written to in the tenant's, which they know.
    private func branded(
        to address: String,
        _ letter: (subject: String, text: String),
        _ language: LetterLanguage,
        isAutomatic: Bool = false
    ) throws -> MailMessage {
        let brand = settings.brand
        return letterhead.mail(
            delivery.id,
            to: address,
            (letter.subject, brand.ended(letter.text, language)),
            of: brand.senderName,
            replyTo: brand.replyTo,
            at: try tx.now,
            isAutomatic: isAutomatic
        )
    }

    private func customerWithMail() throws -> (Customer, String) {
        let customer = try Customer.find(ticket.customerID, in: tx)
        guard let address = customer.profile.email else { throw ObstacleMet(.customerWithoutMail) }
        return (customer, address)
    }

    func reply() throws -> (text: String, occurredAt: Instant) {
        guard let id = delivery.messageID else { throw ObstacleMet(.messageGone) }
        let rows = try tx.query(
            """
            SELECT m.body, m.occurred_at FROM switchyard.message m
            WHERE m.tenant_id = \(tx.tenantID) AND m.id = \(id)
            """,
            "message to send"
        )
        guard let row = rows.first else { throw ObstacleMet(.messageGone) }
        var cursor = row.cursor()
        let text = try settings.vault.openText(cursor.next(), as: .messageBody, row: id)
        return (text, try cursor.next())
    }
}
