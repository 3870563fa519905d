import BusinessTime
import CCurl
import Switchyard

/// Posts signed webhooks. One request, no redirects, no proxies, HTTP/1.1, at most ``responseBytesMax`` of the answer
/// read; the status line decides the outcome, whatever becomes of the body behind it.
struct WebhookCarrier: Sendable {
    static let responseBytesMax = 65_536
    static let bodyBytesMax = 1_048_576
    static let retryAfterSecondsMax = 3_600
    private static let userAgentLengthMax = 200

    private let egress: EgressGuard
    private let timeouts: SendTimeouts
    private let userAgent: String
    private let caFile: String?

    init(settings: ChannelSettings) throws(ChannelSettingsError) {
        let allow: EgressAllowList
        do {
            allow = try EgressAllowList(text: settings.egressAllow)
        } catch {
            throw .egressAllow(error)
        }
        let isPrintable = settings.userAgent.utf8.allSatisfy { (0x20...0x7E).contains($0) }
        guard isPrintable, (1...Self.userAgentLengthMax).contains(settings.userAgent.utf8.count) else {
            throw .userAgent
        }
        egress = EgressGuard(allow: allow)
        timeouts = settings.webhookTimeouts
        userAgent = settings.userAgent
        caFile = settings.caFile
    }

    func send(_ message: WebhookMessage) -> SendOutcome {
        guard isSendable(message) else { return .rejected(.messageInvalid) }
        let destination: EgressGuard.Destination
        do {
            destination = try egress.destination(message.url)
        } catch {
            switch error {
            case .url: return .rejected(.urlRefused)
            case .closed: return .rejected(.egressRefused)
            case .nameNotResolved: return .retry(.nameNotResolved)
            }
        }
        var outcome = SendOutcome.retry(.connectFailed)
        for address in destination.addresses {
            outcome = post(message, to: destination, at: address)
            guard outcome == .retry(.connectFailed) else { break }
        }
        return outcome
    }

    /// An identifier goes into a header, so it may hold nothing but visible ASCII; the receiver splits at full stops.
    private func isSendable(_ message: WebhookMessage) -> Bool {
        let isIdentifier = message.id.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: ".") }
        return isIdentifier && (1...StandardWebhook.idLengthMax).contains(message.id.utf8.count)
            && (1...StandardWebhook.secretsMax).contains(message.secrets.count)
            && message.body.count <= Self.bodyBytesMax
    }

    private func post(
        _ message: WebhookMessage,
        to destination: EgressGuard.Destination,
        at address: IPAddress,
    ) -> SendOutcome {
        guard let transfer = CurlTransfer(protocols: "http,https", timeouts: timeouts, caFile: caFile) else {
            return .retry(.transferFailed)
        }
        transfer.set(CURLOPT_URL, destination.url)
        let pinned = address.isIPv4 ? address.description : "[\(address)]"
        transfer.set(CURLOPT_CONNECT_TO, lines: ["::\(pinned):\(destination.port)"])
        transfer.set(CURLOPT_HTTP_VERSION, switchyard_curl_http_1_1)
        transfer.set(CURLOPT_POST, 1)
        transfer.setBody(message.body)
        transfer.set(CURLOPT_HTTPHEADER, lines: headers(message))
        var receivedBytes = 0
        transfer.receiveBody { chunk in
            receivedBytes += chunk.count
            return receivedBytes <= Self.responseBytesMax ? chunk.count : 0
        }
        let result = transfer.perform()
        let status = transfer.long(CURLINFO_RESPONSE_CODE)
        if status >= 200 {
            return outcome(status: status, retryAfterSeconds: transfer.offset(CURLINFO_RETRY_AFTER))
        }
        let isWholeBodySent =
            transfer.offset(CURLINFO_SIZE_UPLOAD_T) >= message.body.count
            && transfer.long(CURLINFO_REQUEST_SIZE) > 0
        return failure(result, isWholeBodySent: isWholeBodySent)
    }

    private func headers(_ message: WebhookMessage) -> [String] {
        let timestampSeconds = message.timestamp.microseconds / 1_000_000
        let signature = StandardWebhook.sign(
            id: message.id,
            timestampSeconds: timestampSeconds,
            body: message.body,
            secrets: message.secrets
        )
        let trace = message.traceParent.map { "\(TraceParent.header): \($0.text)" }
        return [
            "Content-Type: application/json",
            "User-Agent: \(userAgent)",
            "Expect:",
            "\(StandardWebhook.idHeader): \(message.id)",
            "\(StandardWebhook.timestampHeader): \(timestampSeconds)",
            "\(StandardWebhook.signatureHeader): \(signature)",
        ] + [trace].compactMap(\.self)
    }

    private func outcome(status: Int, retryAfterSeconds: Int) -> SendOutcome {
        switch status {
        case 200..<300:
            return .accepted(reference: nil, httpStatus: status)
        case 410:
            return .rejected(.gone)
        case 408, 425, 429, 500..<600:
            let afterSeconds = retryAfterSeconds > 0 ? min(retryAfterSeconds, Self.retryAfterSecondsMax) : nil
            return .retry(code: "http_\(status)", afterSeconds: afterSeconds)
        default:
            return .rejected(code: "http_\(status)")
        }
    }

    /// Without a status the receiver may have acted only if it has the whole body.
    private func failure(_ result: CURLcode, isWholeBodySent: Bool) -> SendOutcome {
        switch result {
        case CURLE_COULDNT_CONNECT:
            .retry(.connectFailed)
        case CURLE_OPERATION_TIMEDOUT:
            isWholeBodySent ? .unknown(.timedOut) : .retry(.timedOut)
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION:
            .retry(.tlsFailed)
        case CURLE_GOT_NOTHING, CURLE_RECV_ERROR, CURLE_SEND_ERROR:
            isWholeBodySent ? .unknown(.connectionLost) : .retry(.connectionLost)
        default:
            isWholeBodySent ? .unknown(.transferFailed) : .retry(.transferFailed)
        }
    }
}
