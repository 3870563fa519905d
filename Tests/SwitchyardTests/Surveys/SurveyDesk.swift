import BusinessTime
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Switchyard

/// A tenant that asks its customers, at noon of a working day.
struct SurveyDesk {
    static let delaySeconds: Int64 = 3_600
    static let policy: JSON = ["delay_seconds": 3_600]

    let clock: TestClock
    let tenant: TenantFixture

    init(survey: JSON = policy, zone: String = "UTC", now: String = "2026-05-04T12:00:00Z") throws {
        let clock = TestClock(try Instant(iso8601: now))
        self.clock = clock
        tenant = try TenantFixture.make { options in
            options.clock = clock
            options.survey = survey
            options.zone = zone
        }
    }

    func act(_ ticket: UUID, _ change: (inout CaseFile) throws -> Void) throws {
        try tenant.transaction(as: tenant.agent().actor) { tx in
            var file = try CaseFile.open(ticket, in: tx)
            try change(&file)
            try file.save()
        }
    }

    func resolvedTicket(
        customer: String = UUID().uuidString,
        email: String? = "c@customer.example",
        isAnswered: Bool = true,
        language: String? = nil,
        customerZone: String? = nil
    ) throws -> UUID {
        let ticket = try tenant.openTicket { request in
            request.customerID = customer
            request.email = email
            request.language = language
            request.customerZone = customerZone
        }
        try act(ticket) { file in
            if isAnswered { _ = try file.reply("It is on its way.") }
            try file.resolve()
        }
        return ticket
    }

    func decide(_ ticket: UUID) throws -> SurveyDecision {
        try tenant.transaction(as: .worker) { try SurveyInvitation.decide(ticket: ticket, in: $0) }
    }

    /// A case whose customer was asked, and the token of the link.
    func invited(customer: String = UUID().uuidString, language: String? = nil) throws -> (ticket: UUID, token: String)
    {
        let ticket = try resolvedTicket(customer: customer, language: language)
        clock.advance(seconds: SurveyDesk.delaySeconds)
        guard case .sent(let delivery) = try decide(ticket) else { throw NobodyAsked() }
        return (ticket, try details(delivery).string("token"))
    }

    struct NobodyAsked: Error {}

    func details(_ delivery: UUID) throws -> JSON {
        try tenant.transaction(as: .worker) { tx in
            let rows = try tx.query(
                "SELECT body FROM switchyard.delivery WHERE tenant_id = \(tx.tenantID) AND id = \(delivery)"
            )
            let sealed: Bytea = try #require(try rows.first?.column(0))
            return try JSONParser.parse(tx.vault().open(sealed, as: .deliveryBody, row: delivery))
        }
    }

    func letter(_ ticket: UUID) throws -> MailMessage? {
        let delivery = try #require(try surveyDeliveries(ticket).first)
        let details = try details(delivery)
        return try tenant.transaction(as: .worker) { tx in
            let found = try Ticket.find(ticket, in: tx)
            return try SurveyLetter.make(
                delivery: delivery,
                details: details,
                ticket: found,
                customer: Customer.find(found.customerID, in: tx),
                in: tx,
                letterhead: Letterhead(
                    fromAddress: "support@desk.example",
                    publicURL: "https://desk.example",
                    messageDomain: "desk.example"
                )
            )
        }
    }

    func show(_ token: String, preselected: Int? = nil) throws -> SurveyPage {
        try tenant.transaction(as: Actor(kind: .customer)) { tx in
            try SurveyPage.show(token, preselected: preselected, in: tx)
        }
    }

    func answer(_ token: String, _ form: SurveyForm) throws -> SurveyPage {
        try tenant.transaction(as: Actor(kind: .customer)) { try SurveyPage.answer(token, form, in: $0) }
    }

    /// When the jobs that would ask are to run.
    func plannedJobs(_ subject: UUID, kind: JobKind = .inviteSurvey) throws -> [Instant] {
        try tenant.asAdmin { connection in
            try connection.query(
                "SELECT run_at FROM switchyard.job WHERE kind = \(kind.rawValue) AND subject_id = \(subject)"
            ).map { try $0.column(0) }
        }
    }

    func invitation(_ ticket: UUID) throws -> UUID {
        let found: UUID? = try tenant.asAdmin { connection in
            try connection.query("SELECT id FROM switchyard.survey_invitation WHERE ticket_id = \(ticket)").first?
                .column(0)
        }
        return try #require(found)
    }

    func remind(_ ticket: UUID) throws -> SurveyReminder {
        let invitation = try invitation(ticket)
        return try tenant.transaction(as: .worker) { try SurveyInvitation.remind(invitation, in: $0) }
    }

    /// The case's entries of one kind.
    func events(_ kind: EventKind, _ ticket: UUID) throws -> [CaseEvent] {
        try tenant.transaction(as: .worker) { tx in
            try CaseFile.open(ticket, in: tx).events.filter { $0.kind == kind }
        }
    }

    /// Deliveries of one kind, as the worker would send them.
    func letters(_ kind: DeliveryKind, _ ticket: UUID) throws -> [MailMessage] {
        try tenant.transaction(as: .worker) { tx in
            let ids: [UUID] = try tx.query(
                """
                SELECT id FROM switchyard.delivery WHERE tenant_id = \(tx.tenantID) AND ticket_id = \(ticket)
                    AND kind = \(kind.rawValue) ORDER BY id
                """
            ).map { try $0.column(0) }
            return try ids.compactMap { id in
                let delivery = try #require(try Delivery.find(id, in: tx))
                let letterhead = Letterhead(
                    fromAddress: "support@desk.example",
                    publicURL: "https://desk.example",
                    messageDomain: "desk.example"
                )
                guard case .mail(let mail) = try OutboundDraft(delivery, letterhead: letterhead, in: tx).outbound()
                else {
                    return nil
                }
                return mail
            }
        }
    }

    func surveyDeliveries(_ ticket: UUID) throws -> [UUID] {
        try tenant.asAdmin { connection in
            try connection.query(
                "SELECT id FROM switchyard.delivery WHERE kind = 'survey_mail' AND ticket_id = \(ticket)"
            ).map { try $0.column(0) }
        }
    }

    /// What was decided, by the case's log: `sent`, or why not.
    func decisions(_ ticket: UUID) throws -> [String] {
        try tenant.transaction(as: .worker) { tx in
            try CaseFile.open(ticket, in: tx).events.filter { $0.kind == .surveyDecided }.map { event in
                try event.body.optionalString("reason") ?? event.body.string("decision")
            }
        }
    }

    /// Score, quarantine and comment as stored.
    func stored(_ ticket: UUID) throws -> [(score: Int, isQuarantined: Bool, comment: String?)] {
        try tenant.transaction(as: .worker) { tx in
            let rows = try tx.query(
                """
                SELECT i.id, a.score, a.quarantined, a.comment FROM switchyard.survey_answer a
                JOIN switchyard.survey_invitation i ON i.tenant_id = a.tenant_id AND i.id = a.invitation_id
                WHERE i.tenant_id = \(tx.tenantID) AND i.ticket_id = \(ticket)
                """
            )
            return try rows.map { row in
                var cursor = row.cursor()
                let id: UUID = try cursor.next()
                let score: Int = try cursor.next()
                let isQuarantined: Bool = try cursor.next()
                let comment = try cursor.next(Bytea?.self)
                return (
                    score, isQuarantined, try comment.map { try tx.vault().openText($0, as: .surveyComment, row: id) }
                )
            }
        }
    }

    /// What only an administrator could do, to the case's own rows.
    func change(_ update: SQL, _ ticket: UUID) throws {
        try tenant.asAdmin { connection in
            let changed = try connection.execute(
                """
                \(update) WHERE id IN (\(ticket), (SELECT customer_id FROM switchyard.ticket WHERE id = \(ticket)))
                """
            )
            #expect(changed == 1)
        }
    }
}
