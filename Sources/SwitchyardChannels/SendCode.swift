import Switchyard

/// The short codes a carrier of this module leaves on a delivery row, beside `smtp_<reply>` and `http_<status>`.
package enum SendCode: String, Sendable, CaseIterable {
    case connectFailed = "connect_failed"
    case connectionLost = "connection_lost"
    case credentialsRefused = "credentials_refused"
    case egressRefused = "egress_refused"
    case folderFailed = "folder_failed"
    case gone
    case mailNotConfigured = "mail_not_configured"
    case messageInvalid = "message_invalid"
    case nameNotResolved = "name_not_resolved"
    case timedOut = "timed_out"
    case tlsFailed = "tls_failed"
    case transferFailed = "transfer_failed"
    case urlRefused = "url_refused"
}

extension SendOutcome {
    static func retry(_ code: SendCode) -> SendOutcome { .retry(code: code.rawValue, afterSeconds: nil) }
    static func rejected(_ code: SendCode) -> SendOutcome { .rejected(code: code.rawValue) }
    static func unknown(_ code: SendCode) -> SendOutcome { .unknown(code: code.rawValue) }
}
