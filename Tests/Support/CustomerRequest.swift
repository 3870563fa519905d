import Foundation
package import Switchyard

/// A customer's request as an exchange would send it, with as little as is allowed. Each one is a new customer unless
/// `customerID` is set.
package struct CustomerRequest: Sendable {
    /// In letters alone: one id in some ten thousand has digits that make a card number, and that is refused.
    package var customerID =
        "customer-"
        + String(
            UUID().uuidString.lowercased().map { digit in
                digit.wholeNumberValue.map { Array("ghijklmnop")[$0] } ?? digit
            }
        )
    package var name: String?
    package var email: String?
    package var customerLanguage: String?
    package var customerZone: String?
    package var subject: String?
    package var text: String
    package var language: String?
    package var channel: String?
    package var thread: String?
    package var occurredAt: String?
    package var tier: String?
    package var attributes: JSON?

    package init(text: String = "My withdrawal has not arrived.") { self.text = text }

    package var json: JSON {
        [
            "customer": [
                "id": customerID.json, "name": name?.json, "email": email?.json, "language": customerLanguage?.json,
                "zone": customerZone?.json,
            ],
            "subject": subject?.json, "text": text.json, "language": language?.json, "channel": channel?.json,
            "thread": thread?.json, "occurred_at": occurredAt?.json, "tier": tier?.json, "attributes": attributes,
        ]
    }
}
