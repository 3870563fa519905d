/// What a crypto desk needs to know of a request.
package struct TicketAttributes: Sendable, Hashable {
    package var asset: String?
    package var network: String?
    package var transactionHash: String?
    package var amount: String?
    package var orderID: String?

    /// Member names, in the order of the initialiser.
    static let names = ["asset", "network", "tx_hash", "amount", "order_id"]

    package init(
        asset: String? = nil,
        network: String? = nil,
        transactionHash: String? = nil,
        amount: String? = nil,
        orderID: String? = nil
    ) {
        self.asset = asset
        self.network = network
        self.transactionHash = transactionHash
        self.amount = amount
        self.orderID = orderID
    }

    init(_ json: JSON) throws {
        self.init(
            asset: try json.optionalString("asset"),
            network: try json.optionalString("network"),
            transactionHash: try json.optionalString("tx_hash"),
            amount: try json.optionalString("amount"),
            orderID: try json.optionalString("order_id")
        )
    }

    package var json: JSON {
        [
            "asset": asset?.json, "network": network?.json, "tx_hash": transactionHash?.json, "amount": amount?.json,
            "order_id": orderID?.json,
        ]
    }

    var isEmpty: Bool { self == TicketAttributes() }

    /// Exact identifiers that agents search by, normalised.
    var references: [(kind: String, value: String)] {
        [
            transactionHash.map { ("tx_hash", Self.normalised($0)) },
            orderID.map { ("order_id", Self.normalised($0)) },
        ].compactMap { $0 }
    }

    /// Case is noise in identifiers that people copy.
    package static func normalised(_ value: String) -> String {
        guard value.utf8.allSatisfy({ $0 < 0x80 }) else {
            return String(value.lowercased().filter { !$0.isWhitespace })
        }
        let kept = value.utf8.lazy.filter { !ASCII.isSpace($0) }.map { ASCII.isUpper($0) ? $0 | 0x20 : $0 }
        return String(decoding: Array(kept), as: UTF8.self)
    }

    package static let schema: Schema = .named(
        "TicketAttributes",
        .object([
            .optional("asset", .text(1...20), "Ticker, such as BTC."),
            .optional("network", .text(1...40)),
            .optional("tx_hash", .text(1...200)),
            .optional("amount", .format(.amount), "At stake, in `asset`."),
            .optional("order_id", .text(1...200)),
        ])
    )
}
