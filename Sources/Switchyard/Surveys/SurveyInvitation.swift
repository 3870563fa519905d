package import BusinessTime
package import Foundation
import Postgres

/// One question to one customer about one resolution of a case.
package struct SurveyInvitation: Sendable {
    package enum State: String, CaseIterable, Sendable {
        case sent
        case answered
        /// The case was reopened before an answer came (`spec/surveys-reports.md V3`).
        case superseded
    }

    /// How long a link is good for.
    package static let validSeconds: Int64 = 7 * 86_400
    /// From the invitation to its one reminder (`V7`).
    package static let reminderSeconds: Int64 = 72 * 3_600
    /// How long an answer may be changed (`V7`).
    package static let editableSeconds: Int64 = 86_400

    package let id: UUID
    package let ticketID: UUID
    package let state: State
    package let language: String
    package let sentAt: Instant
    package let expiresAt: Instant
    package let remindedAt: Instant?

    private static let columns: SQL = "i.id, i.ticket_id, i.state, i.language, i.sent_at, i.expires_at, i.reminded_at"

    private init(from row: Row) throws {
        var cursor = row.cursor()
        id = try cursor.next()
        ticketID = try cursor.next()
        guard let state = State(rawValue: try cursor.next()) else { throw StoredValueUnknown() }
        self.state = state
        language = try cursor.next()
        sentAt = try cursor.next()
        expiresAt = try cursor.next()
        remindedAt = try cursor.next()
    }

    /// Nil for a token that is unknown here: never made, or made for another tenant. Nobody can tell which.
    static func find(_ token: SurveyToken, in tx: TenantTransaction) throws -> SurveyInvitation? {
        let hash = try tx.vault().lookup(.surveyToken, token.text)
        let rows = try tx.query(
            """
            SELECT \(columns) FROM switchyard.survey_invitation i
            WHERE i.tenant_id = \(tx.tenantID) AND i.token_hash = \(hash)
            """,
            "invitation by token"
        )
        return try rows.first.map(SurveyInvitation.init(from:))
    }

    static func find(_ id: UUID, in tx: TenantTransaction) throws -> SurveyInvitation? {
        let rows = try tx.query(
            "SELECT \(columns) FROM switchyard.survey_invitation i WHERE i.tenant_id = \(tx.tenantID) AND i.id = \(id)",
            "invitation"
        )
        return try rows.first.map(SurveyInvitation.init(from:))
    }

    func isOpen(at now: Instant) -> Bool { state != .superseded && now < expiresAt }
}

/// What the customer answered.
package struct SurveyAnswer: Sendable {
    package static let scores = 1...5
    /// Scores that somebody looks into (`spec/surveys-reports.md V10`).
    package static let detractors = 1...2

    package let score: Int
    package let answeredAt: Instant

    static func find(_ invitation: UUID, in tx: TenantTransaction) throws -> SurveyAnswer? {
        let rows = try tx.query(
            """
            SELECT score, answered_at FROM switchyard.survey_answer
            WHERE tenant_id = \(tx.tenantID) AND invitation_id = \(invitation)
            """,
            "survey answer"
        )
        guard let row = rows.first else { return nil }
        var cursor = row.cursor()
        return SurveyAnswer(score: try cursor.next(), answeredAt: try cursor.next())
    }

    /// Open for a day after the first answer (`V7`).
    func isEditable(at now: Instant) -> Bool {
        now <= answeredAt.adding(seconds: SurveyInvitation.editableSeconds)
    }
}
