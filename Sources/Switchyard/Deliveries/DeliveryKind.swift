/// What leaves the house, and by what.
package enum DeliveryKind: String, CaseIterable, Sendable {
    case replyMail = "reply_mail"
    case replyWebhook = "reply_webhook"
    case noticeMail = "notice_mail"
    case noticeWebhook = "notice_webhook"
    /// A redacted summary for the client's own contact.
    case clientMail = "client_mail"
    /// Many notices to one recipient.
    case digestMail = "digest_mail"
    case surveyMail = "survey_mail"
    case surveyReminder = "survey_reminder"
    /// Tells a supervisor of a bad score to look into.
    case followUpMail = "follow_up_mail"
    /// Tells a customer that a secret was taken out of what they sent.
    case warningMail = "warning_mail"
    /// Tells one of the tenant's systems of an event that it subscribed to.
    case eventWebhook = "event_webhook"
    /// Tells of an alarm that is no case's.
    case alarmMail = "alarm_mail"
    case alarmWebhook = "alarm_webhook"

    /// Its final failure undoes a reply (`spec/sla.md K1`).
    package var carriesReply: Bool {
        switch self {
        case .replyMail, .replyWebhook: true
        case .noticeMail, .noticeWebhook, .clientMail, .digestMail, .surveyMail, .surveyReminder, .followUpMail,
            .warningMail, .eventWebhook, .alarmMail, .alarmWebhook:
            false
        }
    }

    /// Counts for what the client may send in a day (`Quotas`).
    package var isMailToCustomer: Bool {
        switch self {
        case .replyMail, .surveyMail, .surveyReminder, .warningMail: true
        case .replyWebhook, .noticeMail, .noticeWebhook, .clientMail, .digestMail, .followUpMail, .eventWebhook,
            .alarmMail, .alarmWebhook:
            false
        }
    }

    /// Whether it is of one case and no other; nil where it may be of none.
    package var isOfOneCase: Bool? {
        switch self {
        case .replyMail, .replyWebhook, .noticeMail, .noticeWebhook, .clientMail, .surveyMail, .surveyReminder,
            .followUpMail, .warningMail:
            true
        case .digestMail, .alarmMail, .alarmWebhook: false
        case .eventWebhook: nil
        }
    }
}

package enum DeliveryState: String, CaseIterable, Sendable {
    case pending
    case accepted
    case rejected
    /// Tried to the end without ever knowing whether it arrived.
    case unknown
    /// Kept in the house: its tenant is a sandbox.
    case sandbox

    /// Nobody has to look into it.
    package var isWell: Bool { self == .accepted || self == .sandbox }
}
