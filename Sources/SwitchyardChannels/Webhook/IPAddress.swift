import Foundation

/// An IPv4 (4 bytes) or IPv6 (16 bytes) address in network order.
package struct IPAddress: Sendable, Hashable, CustomStringConvertible {
    package let bytes: [UInt8]

    /// Nil unless there are 4 or 16 bytes.
    package init?(bytes: [UInt8]) {
        guard bytes.count == 4 || bytes.count == 16 else { return nil }
        self.bytes = bytes
    }

    /// The plain dotted or colon form only: no brackets, no zone, no short or octal IPv4.
    package init?(text: String) {
        var four = in_addr()
        var six = in6_addr()
        if inet_pton(AF_INET, text, &four) == 1 {
            bytes = withUnsafeBytes(of: four) { Array($0) }
        } else if inet_pton(AF_INET6, text, &six) == 1 {
            bytes = withUnsafeBytes(of: six) { Array($0) }
        } else {
            return nil
        }
    }

    package var isIPv4: Bool { bytes.count == 4 }

    package var description: String {
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        let family = isIPv4 ? AF_INET : AF_INET6
        guard inet_ntop(family, bytes, &text, socklen_t(text.count)) != nil else { return "?" }
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}

/// A range of addresses, `10.0.0.0/8` or `fd00::/8`.
package struct AddressBlock: Sendable, Hashable {
    package let base: IPAddress
    package let prefixLength: Int

    /// Nil when the prefix is longer than the address or the base has bits set behind it.
    package init?(base: IPAddress, prefixLength: Int) {
        guard (0...base.bytes.count * 8).contains(prefixLength) else { return nil }
        self.base = base
        self.prefixLength = prefixLength
        guard masked(base) == base.bytes else { return nil }
    }

    package init?(text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let base = IPAddress(text: String(parts[0])) else { return nil }
        guard (1...3).contains(parts[1].utf8.count), parts[1].allSatisfy({ $0.isASCII && $0.isNumber }) else {
            return nil
        }
        guard let prefixLength = Int(parts[1]) else { return nil }
        self.init(base: base, prefixLength: prefixLength)
    }

    package func contains(_ address: IPAddress) -> Bool {
        address.bytes.count == base.bytes.count && masked(address) == base.bytes
    }

    private func masked(_ address: IPAddress) -> [UInt8] {
        address.bytes.enumerated().map { index, byte in
            let bits = min(8, max(0, prefixLength - index * 8))
            return bits == 0 ? 0 : byte & (UInt8.max << UInt8(8 - bits))
        }
    }
}
