import Foundation
import Synchronization
import Testing

@testable import SwitchyardChannels

struct EgressGuardTests {
    @Test(arguments: AddressCase.all)
    func `an address is open or closed`(_ row: AddressCase) throws {
        let address = try #require(IPAddress(text: row.text))
        let egress = EgressGuard(allow: EgressAllowList()) { _ in [address] }
        let literal = address.isIPv4 ? row.text : "[\(row.text)]"
        for host in [literal, "hooks.customer.test"] {
            let destination = try? egress.destination("https://\(host)/hook")
            #expect(destination?.addresses == (row.isOpen ? [address] : nil))
        }
    }

    @Test(arguments: URLCase.all)
    func `a URL is let through or refused with a reason`(_ row: URLCase) throws {
        let open = try #require(IPAddress(text: "93.184.216.34"))
        let egress = EgressGuard(allow: EgressAllowList()) { $0 == "absent.test" ? [] : [open] }
        var refusal: EgressGuard.Refusal?
        do {
            _ = try egress.destination(row.url)
        } catch {
            refusal = error
        }
        #expect(refusal == row.refusal)
    }

    @Test func `closed addresses of a name are left out and the open ones kept in order`() throws {
        let found = ["10.0.0.1", "2606:2800:220:1::1", "127.0.0.1", "93.184.216.34", "1.1.1.1"].compactMap(
            IPAddress.init(text:)
        )
        let destination = try EgressGuard(allow: EgressAllowList()) { _ in found }.destination("https://a.test/")
        #expect(destination.addresses.map(\.description) == ["2606:2800:220:1::1", "93.184.216.34"])
        #expect(destination.host == "a.test")
        #expect(destination.port == 443)
    }

    /// One answer is asked for and that one is used: a name that says something else the next time leads nowhere else.
    @Test func `a name is resolved once and what it says later is not asked`() throws {
        let answers = Mutex(["93.184.216.34", "127.0.0.1"])
        let egress = EgressGuard(allow: EgressAllowList()) { _ in
            let text = answers.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }
            return [IPAddress(text: text)].compactMap(\.self)
        }
        let first = try egress.destination("https://rebind.test/")
        #expect(first.addresses.map(\.description) == ["93.184.216.34"])
        #expect(answers.withLock { $0.count } == 1)
        #expect(throws: EgressGuard.Refusal.closed) { try egress.destination("https://rebind.test/") }
    }

    @Test(arguments: [
        ("10.1.2.0/24:8443", "http://10.1.2.3:8443/", true), ("10.1.2.0/24:8443", "https://10.1.2.3:8443/", true),
        ("10.1.2.0/24:8443", "https://10.1.2.3/", false), ("10.1.2.0/24:8443", "https://10.1.3.3:8443/", false),
        ("10.1.2.3/32:80", "http://10.1.2.3/", true), ("10.1.2.3/32:80", "http://10.1.2.4/", false),
        ("[fd00:1::/32]:9000", "http://[fd00:1::5]:9000/", true),
        ("fd00:1::/32:9000", "http://[fd00:1::5]:9000/", true),
        ("127.0.0.0/8:80", "http://[::ffff:127.0.0.1]/", false), ("0.0.0.0/0:8080", "http://8.8.8.8:8080/", true),
    ])
    func `the operator's list opens exactly its addresses and ports`(list: String, url: String, isOpen: Bool) throws {
        let egress = EgressGuard(allow: try EgressAllowList(text: list)) { _ in [] }
        #expect(((try? egress.destination(url)) != nil) == isOpen)
    }

    @Test(arguments: [
        ("10.0.0.0/8", EgressAllowList.ParseError.form("10.0.0.0/8")), ("10.0.0.1:80", .form("10.0.0.1:80")),
        ("any", .form("any")), ("10.0.0.1/8:80", .block("10.0.0.1/8:80")), ("10.0.0.0/33:80", .block("10.0.0.0/33:80")),
        ("a.test/8:80", .block("a.test/8:80")), ("10.0.0.0/8:0", .port("10.0.0.0/8:0")),
        ("10.0.0.0/8:65536", .port("10.0.0.0/8:65536")), ("10.0.0.0/8:", .port("10.0.0.0/8:")),
        ("10.0.0.0/8:80, 1.0.0.0/8:-1", .port("1.0.0.0/8:-1")),
        (Array(repeating: "10.0.0.0/8:80", count: 65).joined(separator: ","), .tooMany(65)),
    ])
    func `a list that cannot be read names the entry`(text: String, error: EgressAllowList.ParseError) {
        #expect(throws: error) { try EgressAllowList(text: text) }
        var settings = ChannelSettings()
        settings.egressAllow = text
        #expect(throws: ChannelSettingsError.egressAllow(error)) { try ChannelCarrier(settings: settings) }
    }

    @Test(arguments: ["", " ", ",", " , "])
    func `an empty list opens nothing`(text: String) throws {
        #expect(try EgressAllowList(text: text) == EgressAllowList())
    }

    @Test(arguments: [
        ("10.0.0.0/8", "10.255.0.1", true), ("10.0.0.0/8", "11.0.0.1", false), ("0.0.0.0/0", "255.0.0.1", true),
        ("0.0.0.0/0", "::1", false), ("10.0.0.128/25", "10.0.0.127", false), ("10.0.0.128/25", "10.0.0.128", true),
        ("::/0", "::1", true), ("fe80::/10", "febf::1", true), ("fe80::/10", "fec0::1", false),
        ("1.2.3.4/32", "1.2.3.4", true),
    ])
    func `a block contains its addresses`(block: String, address: String, isInside: Bool) throws {
        let address = try #require(IPAddress(text: address))
        #expect(try #require(AddressBlock(text: block)).contains(address) == isInside)
    }

    @Test func `the system resolver gives loopback for localhost`() {
        #expect(throws: EgressGuard.Refusal.closed) {
            try EgressGuard(allow: EgressAllowList()).destination("https://localhost/")
        }
    }
}

struct AddressCase: Sendable, CustomTestStringConvertible {
    let text: String
    let isOpen: Bool

    var testDescription: String { "\(text) \(isOpen ? "open" : "closed")" }

    static let all =
        [
            "8.8.8.8", "1.1.1.1", "93.184.216.34", "11.0.0.0", "100.63.255.255", "100.128.0.0", "172.15.255.255",
            "172.32.0.0", "192.167.255.255", "198.17.255.255", "223.255.255.255", "2606:4700:4700::1111", "2a00::1",
            "64:ff9b::808:808",
        ].map { AddressCase(text: $0, isOpen: true) }
        + [
            "0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.255.255.255",
            "168.63.129.16", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.192", "192.0.2.1",
            "192.88.99.1", "192.168.1.1", "198.18.0.1", "198.51.100.7", "203.0.113.9", "224.0.0.1", "240.0.0.1",
            "255.255.255.255", "::", "::1", "::7f00:1", "::ffff:8.8.8.8", "::ffff:127.0.0.1", "::ffff:0:127.0.0.1",
            "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1",
            "2002:7f00:1::",
            "3fff::1", "4000::1", "5f00::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fec0::1", "ff02::1",
        ].map { AddressCase(text: $0, isOpen: false) }
}

struct URLCase: Sendable, CustomTestStringConvertible {
    let url: String
    let refusal: EgressGuard.Refusal?

    var testDescription: String { url }

    static let all = [
        URLCase(url: "https://a.test", refusal: nil),
        URLCase(url: "https://a.test:443/x?y=z", refusal: nil),
        URLCase(url: "HTTPS://A.test/", refusal: nil),
        URLCase(url: "https://a.test./", refusal: nil),
        URLCase(url: "http://a.test/", refusal: .closed),
        URLCase(url: "http://a.test:443/", refusal: .closed),
        URLCase(url: "https://a.test:8443/", refusal: .closed),
        URLCase(url: "https://absent.test/", refusal: .nameNotResolved),
        URLCase(url: "https://user@a.test/", refusal: .url),
        URLCase(url: "https://u:p@a.test/", refusal: .url),
        URLCase(url: "https://a.test\\@b.test/", refusal: .url),
        URLCase(url: "ftp://a.test/", refusal: .url),
        URLCase(url: "file:///etc/passwd", refusal: .url),
        URLCase(url: "gopher://a.test/", refusal: .url),
        URLCase(url: "a.test", refusal: .url),
        URLCase(url: "//a.test/", refusal: .url),
        URLCase(url: "", refusal: .url),
        URLCase(url: "https://", refusal: .url),
        URLCase(url: "https:///a.test/x", refusal: nil),
        URLCase(url: "https://a.test:0/", refusal: .url),
        URLCase(url: "https://a.test:65536/", refusal: .url),
        URLCase(url: "https://a.test/\r\nX: y", refusal: .url),
        URLCase(url: "https://a.test/ x", refusal: .url),
        URLCase(url: "https://bücher.test/", refusal: .url),
        URLCase(url: "https://[fe80::1%25eth0]/", refusal: .url),
        URLCase(url: "https://2130706433/", refusal: .closed),
        URLCase(url: "https://0x7f.1/", refusal: .closed),
        URLCase(url: "https://0x7f000001/", refusal: .closed),
        URLCase(url: "https://017700000001/", refusal: .closed),
        URLCase(url: "https://127.1/", refusal: .closed),
        URLCase(url: "https://10.1/", refusal: .closed),
        URLCase(url: "https://0/", refusal: .closed),
        URLCase(url: "https://169.254.43518/", refusal: .closed),
        URLCase(url: "https://127.0.0.1./", refusal: .url),
        URLCase(url: "https://1.2.3.4.5/", refusal: .url),
        URLCase(url: "https://a.test.0x7f/", refusal: .url),
        URLCase(url: "https://[::ffff:7f00:1]/", refusal: .closed),
        URLCase(url: "https://[::ffff:10.0.0.1]/", refusal: .closed),
        URLCase(url: "https://[64:ff9b::10.0.0.1]/", refusal: .closed),
        URLCase(url: "https://[2002:a9fe:a9fe::]/", refusal: .closed),
        URLCase(url: "https://[fe80::1%eth0]/", refusal: .url),
        URLCase(url: "https://[::1]/", refusal: .closed),
        URLCase(url: "https://xn--bcher-kva.test/", refusal: nil),
        URLCase(url: "https://a.test%00.b.test/", refusal: .url),
        URLCase(url: "https://１２７.0.0.1/", refusal: .url),
        URLCase(url: "https://0177.0.0.1/", refusal: .closed),
        URLCase(url: "https://a.test/" + String(repeating: "x", count: 2_048), refusal: .url),
    ]
}
