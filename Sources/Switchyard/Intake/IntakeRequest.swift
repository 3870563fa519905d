package import BusinessTime
import Foundation

/// One customer request as an exchange sends it, checked and cleaned: secrets are out of every text, and of the copy that is
/// kept, before anything else sees it.
package struct IntakeRequest: Sendable {
    /// How far in the past a live request may lie, so that a sender who retried for weeks is still heard; older ones are
    /// history and come by import.
    package static let ageSecondsMax: Int64 = 30 * 86_400
    /// A sender's clock may be ahead by this much; the request then counts as of now.
    package static let aheadSecondsMax: Int64 = 300

    package let customer: Customer.Mention
    package let subject: Redaction
    package let text: Redaction
    package let language: String?
    package let channel: TicketChannel
    package let thread: String?
    package let occurredAt: Instant?
    package let attributes: TicketAttributes
    let secretsElsewhere: [SecretFinding]
    /// The request as it is kept, in canonical bytes.
    package let cleaned: [UInt8]

    package init(_ body: JSON) throws {
        let prose = try Prose(body)
        let customer = try body.object("customer")
        let externalID = try customer.string("id")
        let thread = try body.optionalString("thread")
        let email = try customer.optionalString("email")
        let tier = try body.optionalString("tier")
        try IntakeRequest.refuseSecrets(
            in: [("/customer/id", externalID), ("/thread", thread), ("/customer/email", email), ("/tier", tier)])
        self.customer = Customer.Mention(
            profile: .init(
                externalID: externalID,
                name: prose.customerName,
                email: email,
                address: prose.customerAddress
            ),
            language: try customer.optionalString("language"),
            zone: try customer.optionalString("zone"),
            tier: tier
        )
        subject = prose.subject
        text = prose.text
        language = try body.optionalString("language")
        channel = try body.optionalString("channel").flatMap(TicketChannel.init(rawValue:)) ?? .api
        self.thread = thread
        occurredAt = try body.optionalInstant("occurred_at")
        attributes = prose.attributes
        secretsElsewhere = prose.secretsElsewhere
        cleaned = prose.cleaned(body).canonicalBytes
    }

    /// Names that rows are found by cannot carry a placeholder, so a secret of any kind in one is refused.
    private static func refuseSecrets(in names: [(pointer: String, value: String?)]) throws {
        for (pointer, value) in names {
            guard let value else { continue }
            guard Secrets.redact(value).isClean else { throw DomainError.field(pointer, .containsSecret) }
        }
    }

    /// When it happened, as far as we believe it (`spec/sla.md S3`).
    package func occurred(now: Instant) throws -> Instant {
        guard let occurredAt else { return now }
        guard occurredAt <= now.adding(seconds: IntakeRequest.aheadSecondsMax) else {
            throw DomainError.field("/occurred_at", .outOfRange, ["max": "now"])
        }
        guard occurredAt >= now.adding(seconds: -IntakeRequest.ageSecondsMax) else {
            throw DomainError.field("/occurred_at", .outOfRange, ["min": "30 days ago; import older history"])
        }
        return min(occurredAt, now)
    }
}

/// Every text of a request, redacted together, so that a phrase split over subject and text is found.
private struct Prose {
    private static let attributeNames = TicketAttributes.names
    let subject: Redaction
    let text: Redaction
    let customerName: String?
    let customerAddress: String?
    let attributes: TicketAttributes
    let secretsElsewhere: [SecretFinding]

    init(_ body: JSON) throws {
        let customer = try body.object("customer")
        let given = try body.optionalObject("attributes")
        var values: [String?] = [
            try body.optionalString("subject"), try body.string("text"), try customer.optionalString("name"),
            try customer.optionalString("address"),
        ]
        for name in Prose.attributeNames { values.append(try given?.optionalString(name)) }
        let clean = Secrets.redactJoined(values.map { $0 ?? "" })
        func value(_ index: Int) -> String? { values[index] == nil ? nil : clean[index].text }
        subject = clean[0]
        text = clean[1]
        customerName = value(2)
        customerAddress = value(3)
        secretsElsewhere = clean.dropFirst(2).flatMap(\.findings)
        attributes = TicketAttributes(
            asset: value(4),
            network: value(5),
            transactionHash: value(6),
            amount: value(7),
            orderID: value(8)
        )
    }

    /// The body with the cleaned texts in place of the sent ones.
    func cleaned(_ body: JSON) -> JSON {
        guard case .object(var members) = body else { return body }
        if members["subject"] != nil { members["subject"] = .string(subject.text) }
        members["text"] = .string(text.text)
        if case .object(var customer)? = members["customer"] {
            if customer["name"] != nil { customer["name"] = customerName?.json }
            if customer["address"] != nil { customer["address"] = customerAddress?.json }
            members["customer"] = .object(customer)
        }
        if members["attributes"] != nil { members["attributes"] = attributes.json }
        return .object(members)
    }
}
