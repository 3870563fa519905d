import CCurl
import Foundation

/// Decides where a tenant's webhook may go. The URL is read by libcurl's own parser (two parsers that disagree are a
/// hole), the name is resolved once, and the transfer is pinned to the addresses found here, so that a name that
/// changes its answer cannot lead inside. Public addresses are open on 443 with https; all else needs an entry of
/// the operator's ``EgressAllowList``.
package struct EgressGuard: Sendable {
    package static let urlLengthMax = 2_048
    /// Addresses of one name that are looked at, and so tried.
    package static let addressesMax = 4
    private static let httpsPort = 443

    /// A place the guard let through. `addresses` are in the resolver's order of preference, at least one.
    package struct Destination: Sendable, Equatable {
        package let url: String
        package let host: String
        package let port: Int
        package let addresses: [IPAddress]
    }

    /// Why a URL may not be used.
    package enum Refusal: Error, Equatable {
        /// Not an http or https URL of plain form (no user, no zone, ASCII host, no number that is no address).
        case url
        /// The name has no address, for now or for ever.
        case nameNotResolved
        /// Every address is closed, or open only in another way (port, scheme).
        case closed
    }

    private let allow: EgressAllowList
    private let resolve: @Sendable (_ host: String) -> [IPAddress]

    package init(allow: EgressAllowList) {
        self.init(allow: allow, resolve: Self.systemAddresses)
    }

    /// `resolve` is replaced in tests.
    package init(allow: EgressAllowList, resolve: @escaping @Sendable (_ host: String) -> [IPAddress]) {
        self.allow = allow
        self.resolve = resolve
    }

    package func destination(_ url: String) throws(Refusal) -> Destination {
        guard let parsed = WebURL(text: url) else { throw .url }
        let found = IPAddress(text: parsed.host).map { [$0] } ?? resolve(parsed.host)
        guard !found.isEmpty else { throw .nameNotResolved }
        let open = found.prefix(Self.addressesMax).filter { permits($0, parsed) }
        guard !open.isEmpty else { throw .closed }
        return Destination(url: parsed.text, host: parsed.host, port: parsed.port, addresses: open)
    }

    private func permits(_ address: IPAddress, _ url: WebURL) -> Bool {
        if allow.permits(address, port: url.port) {
            return true
        }
        return url.isEncrypted && url.port == Self.httpsPort && PublicAddress.contains(address)
    }

    /// Blocking; the system resolver's own time limits hold (5 s per try and server unless configured otherwise).
    private static func systemAddresses(_ host: String) -> [IPAddress] {
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_ADDRCONFIG
        var head: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, nil, &hints, &head) == 0, let head else { return [] }
        defer { freeaddrinfo(head) }
        return sequence(first: head, next: { $0.pointee.ai_next }).prefix(addressesMax).compactMap(address)
    }

    private static func address(_ info: UnsafeMutablePointer<addrinfo>) -> IPAddress? {
        guard let socketAddress = UnsafeRawPointer(info.pointee.ai_addr) else { return nil }
        switch info.pointee.ai_family {
        case AF_INET:
            let four = socketAddress.loadUnaligned(as: sockaddr_in.self).sin_addr
            return IPAddress(bytes: withUnsafeBytes(of: four) { Array($0) })
        case AF_INET6:
            let six = socketAddress.loadUnaligned(as: sockaddr_in6.self).sin6_addr
            return IPAddress(bytes: withUnsafeBytes(of: six) { Array($0) })
        default:
            return nil
        }
    }
}

/// An http or https URL as libcurl understands it, written back in its normal form.
private struct WebURL {
    let text: String
    /// Without brackets.
    let host: String
    let port: Int
    let isEncrypted: Bool

    init?(text: String) {
        let printable = text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        guard printable, (1...EgressGuard.urlLengthMax).contains(text.utf8.count), let url = curl_url() else {
            return nil
        }
        defer { curl_url_cleanup(url) }
        guard curl_url_set(url, CURLUPART_URL, text, 0) == CURLUE_OK else { return nil }
        for forbidden in [CURLUPART_USER, CURLUPART_PASSWORD, CURLUPART_ZONEID] {
            guard Self.part(url, forbidden) == nil else { return nil }
        }
        guard let scheme = Self.part(url, CURLUPART_SCHEME), scheme == "http" || scheme == "https" else { return nil }
        guard let host = Self.part(url, CURLUPART_HOST), !host.isEmpty else { return nil }
        guard let port = Self.part(url, CURLUPART_PORT, UInt32(CURLU_DEFAULT_PORT)).flatMap(Int.init) else {
            return nil
        }
        guard curl_url_set(url, CURLUPART_FRAGMENT, nil, 0) == CURLUE_OK else { return nil }
        guard let whole = Self.part(url, CURLUPART_URL), port > 0 else { return nil }
        self.text = whole
        self.host = host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
        guard IPAddress(text: self.host) != nil || !Self.endsInNumber(host) else { return nil }
        self.port = port
        isEncrypted = scheme == "https"
    }

    /// libcurl has written every form of an IPv4 address as four numbers; what still ends in one, such as `127.0.0.1.`, is read as
    /// an address by some and as a name by others.
    private static func endsInNumber(_ host: String) -> Bool {
        guard let last = host.split(separator: ".").last?.lowercased() else { return true }
        return last.allSatisfy(\.isNumber) || last.hasPrefix("0x")
    }

    private static func part(_ url: OpaquePointer, _ part: CURLUPart, _ flags: UInt32 = 0) -> String? {
        var value: UnsafeMutablePointer<CChar>?
        guard curl_url_get(url, part, &value, flags) == CURLUE_OK, let value else { return nil }
        defer { curl_free(value) }
        return String(cString: value)
    }
}
