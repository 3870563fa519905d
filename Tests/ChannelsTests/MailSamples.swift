import BusinessTime
import Foundation
import Switchyard

enum MailSamples {
    /// 2023-11-14 22:13:20 UTC.
    static let sentAt = Instant(microseconds: 1_700_000_000_000_000)

    static func mail(
        messageID: String = "0190-abc@desk.test",
        fromAddress: String = "desk@exchange.test",
        fromName: String = "Exchange Desk",
        toAddress: String = "mei@customer.test",
        replyTo: String? = nil,
        inReplyTo: String? = nil,
        subject: String = "Your withdrawal",
        text: String = "Hello\nIt left.\n",
        html: String? = nil,
        headers: [MailHeader] = [],
    ) -> MailMessage {
        MailMessage(
            messageID: messageID,
            fromAddress: fromAddress,
            fromName: fromName,
            toAddress: toAddress,
            replyTo: replyTo,
            inReplyTo: inReplyTo,
            subject: subject,
            text: text,
            html: html,
            sentAt: sentAt,
            headers: headers
        )
    }
}
