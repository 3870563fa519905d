/// How the outside world is reached; read once from the configuration.
package struct ChannelSettings: Sendable {
    /// `smtp://host:587` or `smtps://host:465`; nil for none. Set this or ``mailFolder``, not both.
    package var smtpURL: String?
    /// Envelope sender, where bounces go; nil for each mail's own From address.
    package var smtpFrom: String?
    package var smtpUser: String?
    package var smtpPassword: String?
    package var smtpTLS: SMTPTransportSecurity = .required
    package var smtpTimeouts: SendTimeouts = .smtp
    /// Folder that takes mails as files in place of SMTP (development, tests, hand-over to another program).
    package var mailFolder: String?
    /// Where webhooks may go beside public addresses on 443: comma-separated `CIDR:port`, empty for nowhere else.
    package var egressAllow = ""
    package var webhookTimeouts: SendTimeouts = .webhook
    package var userAgent = "Switchyard/1"
    /// PEM file of the authorities that may vouch for mail relays and webhook receivers; nil for those of the machine.
    package var caFile: String?

    package init() {}
}

/// Whether a mail may leave over a plain connection. `smtps://` is always encrypted.
package enum SMTPTransportSecurity: String, Sendable, CaseIterable {
    /// No STARTTLS, for a relay on the same host.
    case none
    /// STARTTLS when the server offers it.
    case offered
    /// No mail without TLS.
    case required
}

/// Settings that cannot be used; each text names the setting and what is wrong with it. The SMTP URL is not repeated:
/// it may hold a password.
package enum ChannelSettingsError: Error, Equatable, CustomStringConvertible {
    case smtpURL
    case smtpFrom(String)
    case userAgent
    case caFile(String)
    case twoMailRoutes
    case egressAllow(EgressAllowList.ParseError)

    package var description: String {
        switch self {
        case .smtpURL: "the SMTP URL must read smtp://host:port or smtps://host:port"
        case .smtpFrom(let text): "the SMTP envelope sender is not a mail address: \"\(text)\""
        case .userAgent: "the user agent must be 1 to 200 printable ASCII characters"
        case .caFile(let path): "the file of certificate authorities cannot be read: \(path)"
        case .twoMailRoutes: "an SMTP URL and a mail folder are both set; mail can leave by one of them"
        case .egressAllow(let error): "the egress allow-list: \(error)"
        }
    }
}
