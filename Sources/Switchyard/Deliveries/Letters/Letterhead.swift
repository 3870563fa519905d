import BusinessTime
import Foundation

/// What all outgoing texts of a deployment share.
package struct Letterhead: Sendable, Hashable {
    /// From address of every mail; the tenant's name stands before it.
    package let fromAddress: String
    /// Where people reach this deployment, without a slash at the end.
    package let publicURL: String
    /// Right half of every Message-ID.
    package let messageDomain: String

    package init(fromAddress: String, publicURL: String, messageDomain: String) {
        self.fromAddress = fromAddress
        self.publicURL = publicURL
        self.messageDomain = messageDomain
    }
}

extension Letterhead {
    /// A mail of ours, under the id of its delivery at every attempt.
    func mail(
        _ delivery: UUID,
        to address: String,
        _ letter: (subject: String, text: String),
        of tenant: String,
        replyTo: String? = nil,
        at instant: Instant,
        isAutomatic: Bool
    ) -> MailMessage {
        MailMessage(
            messageID: "\(delivery.text)@\(messageDomain)",
            fromAddress: fromAddress,
            fromName: Letter.oneLine(tenant),
            toAddress: address,
            replyTo: replyTo,
            subject: letter.subject,
            text: letter.text,
            sentAt: instant,
            headers: isAutomatic ? [MailHeader(name: "Auto-Submitted", value: "auto-generated")] : []
        )
    }
}
