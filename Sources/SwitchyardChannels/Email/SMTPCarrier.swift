import CCurl
import Foundation
import Switchyard

/// Hands a mail to one SMTP relay through libcurl. What a failure means depends on how far the mail had come: before
/// its last byte was handed over the relay cannot have taken it; after that, silence is `unknown`. A relay that takes
/// the mail and leaves QUIT unanswered holds the call for at most another `smtpTimeouts.total`.
struct SMTPCarrier: Sendable {
    static let referenceLengthMax = 200

    private let url: String
    private let settings: ChannelSettings

    init(url: String, settings: ChannelSettings) throws(ChannelSettingsError) {
        guard let parts = URLComponents(string: url), let host = parts.host, !host.isEmpty else { throw .smtpURL }
        guard parts.scheme == "smtp" || parts.scheme == "smtps", parts.query == nil, parts.fragment == nil else {
            throw .smtpURL
        }
        if let from = settings.smtpFrom, !MailAddress.isValid(from) {
            throw .smtpFrom(from)
        }
        self.url = url
        self.settings = settings
    }

    func send(_ message: MailMessage) -> SendOutcome {
        let bytes: [UInt8]
        do {
            bytes = try MailForm.bytes(message)
        } catch {
            return .rejected(.messageInvalid)
        }
        let transfer = CurlTransfer(
            protocols: "smtp,smtps",
            timeouts: settings.smtpTimeouts,
            caFile: settings.caFile
        )
        guard let transfer else { return .retry(.transferFailed) }
        prepare(transfer, message, size: bytes.count)
        let dialogue = SMTPDialogue(mail: bytes)
        transfer.supply(dialogue.supply)
        transfer.receiveHeaders(dialogue.receive)
        return outcome(transfer.perform(), dialogue)
    }

    /// Connects as for a mail, with TLS and credentials, and hangs up before there is one.
    ///
    /// - Returns: why a mail would wait; nil where it would go.
    func greet() -> String? {
        guard
            let transfer = CurlTransfer(
                protocols: "smtp,smtps",
                timeouts: settings.smtpTimeouts,
                caFile: settings.caFile
            )
        else { return SendCode.transferFailed.rawValue }
        prepare(transfer)
        transfer.set(CURLOPT_CONNECT_ONLY, 1)
        let result = transfer.perform()
        if result == CURLE_OK { return nil }
        if result == CURLE_LOGIN_DENIED { return SendCode.credentialsRefused.rawValue }
        guard case .retry(let code, _) = failure(result, isWholeMailSent: false) else {
            return "curl_\(result.rawValue)"
        }
        return code
    }

    private func prepare(_ transfer: CurlTransfer) {
        transfer.set(CURLOPT_URL, url)
        transfer.set(CURLOPT_USE_SSL, tlsLevel)
        transfer.set(CURLOPT_SERVER_RESPONSE_TIMEOUT, (settings.smtpTimeouts.totalMilliseconds + 999) / 1_000)
        if let user = settings.smtpUser {
            transfer.set(CURLOPT_USERNAME, user)
        }
        if let password = settings.smtpPassword {
            transfer.set(CURLOPT_PASSWORD, password)
        }
    }

    private func prepare(_ transfer: CurlTransfer, _ message: MailMessage, size: Int) {
        prepare(transfer)
        transfer.set(CURLOPT_MAIL_FROM, "<\(settings.smtpFrom ?? message.fromAddress)>")
        transfer.set(CURLOPT_MAIL_RCPT, lines: ["<\(message.toAddress)>"])
        transfer.set(CURLOPT_UPLOAD, 1)
        // QUIT happens inside the transfer this way, under this limit and not under libcurl's two minutes.
        transfer.set(CURLOPT_FORBID_REUSE, 1)
        transfer.setOffset(CURLOPT_INFILESIZE_LARGE, size)
    }

    private var tlsLevel: Int {
        switch settings.smtpTLS {
        case .none: switchyard_curl_tls_none
        case .offered: switchyard_curl_tls_try
        case .required: switchyard_curl_tls_all
        }
    }

    private func outcome(_ result: CURLcode, _ dialogue: SMTPDialogue) -> SendOutcome {
        if result == CURLE_OK {
            return .accepted(reference: dialogue.reference(lengthMax: Self.referenceLengthMax))
        }
        // Wrong credentials and an unwilling relay are the operator's to mend: the mail waits instead of dying.
        if result == CURLE_LOGIN_DENIED {
            return .retry(.credentialsRefused)
        }
        if let reply = dialogue.refusal {
            // libcurl's code for a refused MAIL, RCPT or DATA; greeting and EHLO have others.
            let isAboutMail = result == CURLE_SEND_ERROR || dialogue.isWholeMailSent
            return reply >= 500 && isAboutMail
                ? .rejected(code: "smtp_\(reply)")
                : .retry(code: "smtp_\(reply)", afterSeconds: nil)
        }
        return failure(result, isWholeMailSent: dialogue.isWholeMailSent)
    }

    private func failure(_ result: CURLcode, isWholeMailSent: Bool) -> SendOutcome {
        switch result {
        case CURLE_COULDNT_RESOLVE_HOST:
            .retry(.nameNotResolved)
        case CURLE_COULDNT_CONNECT:
            .retry(.connectFailed)
        case CURLE_USE_SSL_FAILED, CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION:
            .retry(.tlsFailed)
        case CURLE_OPERATION_TIMEDOUT:
            isWholeMailSent ? .unknown(.timedOut) : .retry(.timedOut)
        case CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_GOT_NOTHING, CURLE_PARTIAL_FILE, CURLE_WEIRD_SERVER_REPLY:
            isWholeMailSent ? .unknown(.connectionLost) : .retry(.connectionLost)
        default:
            isWholeMailSent ? .unknown(.transferFailed) : .retry(.transferFailed)
        }
    }
}
