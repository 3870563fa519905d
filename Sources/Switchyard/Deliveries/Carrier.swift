package import BusinessTime

/// One further header of an outgoing mail (`Auto-Submitted`, `List-Unsubscribe`). The mail form refuses line breaks.
package struct MailHeader: Sendable, Hashable {
    package let name: String
    package let value: String

    package init(name: String, value: String) {
        self.name = name
        self.value = value
    }
}

/// A mail ready to leave, one receiver. `messageID` is the idempotency key: a resend carries the same one.
package struct MailMessage: Sendable, Hashable {
    /// Further headers one mail may carry; a mail with more is refused.
    package static let headersMax = 32

    /// Without the angle brackets, `local@domain`.
    package let messageID: String
    package let fromAddress: String
    /// Empty for none.
    package let fromName: String
    package let toAddress: String
    package let replyTo: String?
    /// Message-ID of the mail that is answered; also written as `References`.
    package let inReplyTo: String?
    package let subject: String
    package let text: String
    package let html: String?
    package let sentAt: Instant
    package let headers: [MailHeader]

    package init(
        messageID: String,
        fromAddress: String,
        fromName: String,
        toAddress: String,
        replyTo: String? = nil,
        inReplyTo: String? = nil,
        subject: String,
        text: String,
        html: String? = nil,
        sentAt: Instant,
        headers: [MailHeader] = [],
    ) {
        self.messageID = messageID
        self.fromAddress = fromAddress
        self.fromName = fromName
        self.toAddress = toAddress
        self.replyTo = replyTo
        self.inReplyTo = inReplyTo
        self.subject = subject
        self.text = text
        self.html = html
        self.sentAt = sentAt
        self.headers = headers
    }
}

/// A webhook ready to leave. `id` is the idempotency key and stays the same over all attempts; `timestamp` is the
/// moment of this attempt, so that receivers with a five-minute tolerance take a late retry.
package struct WebhookMessage: Sendable, Hashable {
    package let id: String
    package let url: String
    /// JSON, signed and sent byte for byte.
    package let body: [UInt8]
    /// Every live secret signs (`StandardWebhook.secretsMax` at most).
    package let secrets: [WebhookSecret]
    package let timestamp: Instant
    /// Handed on from the request that it comes from.
    package let traceParent: TraceParent?

    package init(
        id: String,
        url: String,
        body: [UInt8],
        secrets: [WebhookSecret],
        timestamp: Instant,
        traceParent: TraceParent? = nil
    ) {
        self.id = id
        self.url = url
        self.body = body
        self.secrets = secrets
        self.timestamp = timestamp
        self.traceParent = traceParent
    }
}

/// An effect on the outside world, prepared in a transaction and sent between transactions.
package enum Outbound: Sendable, Hashable {
    case mail(MailMessage)
    case webhook(WebhookMessage)
}

/// What is known after one attempt. `code` is short and stable, made for the delivery row (`smtp_451`, `timed_out`).
package enum SendOutcome: Sendable, Equatable {
    /// The other side took it; `reference` is what it called the thing, at most 200 characters.
    case accepted(reference: String?, httpStatus: Int? = nil)
    /// Certainly not delivered; another attempt may work, not before `afterSeconds` when the other side named it.
    case retry(code: String, afterSeconds: Int?)
    /// Certainly not delivered, and another attempt would end the same way.
    case rejected(code: String)
    /// May or may not have been delivered (spec/queue.md): reconcile, or resend with the same key.
    case unknown(code: String)
}

extension SendOutcome {
    static let httpPrefix = "http_"
    static let goneCode = "gone"
    static let goneStatus = 410

    /// The status of the answer, where there was one over HTTP.
    package var httpStatus: Int? {
        switch self {
        case .accepted(_, let status): status
        case .rejected(SendOutcome.goneCode): SendOutcome.goneStatus
        case .retry(let code, _), .rejected(let code), .unknown(let code):
            code.hasPrefix(SendOutcome.httpPrefix) ? Int(code.dropFirst(SendOutcome.httpPrefix.utf8.count)) : nil
        }
    }
}

/// Brings one thing out. Blocking, bounded in time by the implementation, safe to call from many threads at once.
/// Never called inside a transaction.
package protocol Carrier: Sendable {
    func send(_ outbound: Outbound) -> SendOutcome
}
