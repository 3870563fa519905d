import CCurl
import Foundation
package import Switchyard

/// Whether what the settings name is there, for the doctor: nothing is sent.
package enum Reachability {
    private static let healthTimeouts = SendTimeouts(connect: .seconds(3), total: .seconds(5))
    private static let healthBytesMax = 65_536

    /// How mail would leave. A relay is greeted, TLS and credentials as the settings want them, and left without a mail.
    ///
    /// - Throws: `ChannelSettingsError` for settings with which no worker would start.
    package static func mail(_ settings: ChannelSettings) throws -> DoctorOutside.MailRoute {
        _ = try ChannelCarrier(settings: settings)
        if let folder = settings.mailFolder { return .folder(folder) }
        guard let url = settings.smtpURL else { return .none }
        return .relay(problem: try SMTPCarrier(url: url, settings: settings).greet())
    }

    package static func egress(_ settings: ChannelSettings) throws -> [DoctorOutside.EgressBlock] {
        do {
            return try EgressAllowList(text: settings.egressAllow).blocks.map { block, port in
                DoctorOutside.EgressBlock(
                    text: "\(block.base)/\(block.prefixLength):\(port)",
                    prefixLength: block.prefixLength,
                    isIPv4: block.base.isIPv4
                )
            }
        } catch {
            throw ChannelSettingsError.egressAllow(error)
        }
    }

    /// The status of a GET.
    package static func status(of url: String) throws -> Int {
        guard let transfer = CurlTransfer(protocols: "http,https", timeouts: healthTimeouts, caFile: nil) else {
            throw Unreachable(code: SendCode.transferFailed.rawValue)
        }
        transfer.set(CURLOPT_URL, url)
        transfer.set(CURLOPT_HTTP_VERSION, switchyard_curl_http_1_1)
        var receivedBytes = 0
        transfer.receiveBody { chunk in
            receivedBytes += chunk.count
            return receivedBytes <= healthBytesMax ? chunk.count : 0
        }
        let result = transfer.perform()
        let status = transfer.long(CURLINFO_RESPONSE_CODE)
        guard status > 0 else {
            let code: SendCode = result == CURLE_OPERATION_TIMEDOUT ? .timedOut : .connectFailed
            throw Unreachable(code: code.rawValue)
        }
        return status
    }

    /// Nobody answered.
    package struct Unreachable: Error, CustomStringConvertible {
        package let code: String

        package var description: String { code }
    }
}
