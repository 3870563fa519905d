/// Which addresses belong to the open internet. IPv4 by what is shut out; IPv6 by what is let in (2000::/3), because
/// most of that space is nobody's. Sources: the IANA special-purpose registries, and two providers' metadata hosts.
enum PublicAddress {
    static func contains(_ address: IPAddress) -> Bool {
        guard !address.isIPv4 else { return !blocksIPv4.contains { $0.contains(address) } }
        if let translated = behindNAT64(address) {
            return contains(translated)
        }
        return globalIPv6.contains { $0.contains(address) } && !blocksIPv6.contains { $0.contains(address) }
    }

    /// 64:ff9b::/96 reaches the IPv4 address in its last four bytes, so that one decides.
    private static func behindNAT64(_ address: IPAddress) -> IPAddress? {
        guard nat64.contains(where: { $0.contains(address) }) else { return nil }
        return IPAddress(bytes: Array(address.bytes.suffix(4)))
    }

    private static let nat64 = blocks("64:ff9b::/96")
    private static let globalIPv6 = blocks("2000::/3")

    private static let blocksIPv4 = blocks(
        "0.0.0.0/8",  // this network
        "10.0.0.0/8",  // private
        "100.64.0.0/10",  // carrier-grade NAT; also a provider's metadata host, 100.100.100.200
        "127.0.0.0/8",  // loopback
        "168.63.129.16/32",  // a provider's host services, public in form only
        "169.254.0.0/16",  // link-local and metadata
        "172.16.0.0/12",  // private
        "192.0.0.0/24",  // protocol assignments, metadata
        "192.0.2.0/24",  // documentation
        "192.88.99.0/24",  // 6to4 relays
        "192.168.0.0/16",  // private
        "198.18.0.0/15",  // benchmarks
        "198.51.100.0/24",  // documentation
        "203.0.113.0/24",  // documentation
        "224.0.0.0/4",  // multicast
        "240.0.0.0/4",  // reserved and broadcast
    )

    private static let blocksIPv6 = blocks(
        "2001::/23",  // protocol assignments: Teredo, ORCHID, benchmarks
        "2001:db8::/32",  // documentation
        "2002::/16",  // 6to4, which wraps any IPv4 address
        "3fff::/20",  // documentation
    )

    private static func blocks(_ texts: String...) -> [AddressBlock] {
        let blocks = texts.compactMap(AddressBlock.init(text:))
        precondition(blocks.count == texts.count, "an address block of the table does not parse")
        return blocks
    }
}
