import Foundation
package import Switchyard

/// Routes an ``Outbound`` to the channel that carries it. Without a mail route a mail waits (`mail_not_configured` is a
/// retry) so that a missing setting loses nothing.
package struct ChannelCarrier: Carrier {
    private let mail: MailRoute
    private let webhook: WebhookCarrier

    package init(settings: ChannelSettings) throws(ChannelSettingsError) {
        if let path = settings.caFile, !FileManager.default.isReadableFile(atPath: path) { throw .caFile(path) }
        mail = try MailRoute(settings: settings)
        webhook = try WebhookCarrier(settings: settings)
    }

    package func send(_ outbound: Outbound) -> SendOutcome {
        switch outbound {
        case .mail(let message): mail.send(message)
        case .webhook(let message): webhook.send(message)
        }
    }
}

private enum MailRoute: Sendable {
    case smtp(SMTPCarrier)
    case folder(MailFolderCarrier)
    case absent

    init(settings: ChannelSettings) throws(ChannelSettingsError) {
        switch (settings.smtpURL, settings.mailFolder) {
        case (nil, nil): self = .absent
        case (.some, .some): throw .twoMailRoutes
        case (.some(let url), nil): self = .smtp(try SMTPCarrier(url: url, settings: settings))
        case (nil, .some(let folder)): self = .folder(MailFolderCarrier(folder: folder))
        }
    }

    func send(_ message: MailMessage) -> SendOutcome {
        switch self {
        case .smtp(let carrier): carrier.send(message)
        case .folder(let carrier): carrier.send(message)
        case .absent: .retry(.mailNotConfigured)
        }
    }
}
