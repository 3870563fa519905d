import Foundation
import Switchyard
import SwitchyardAPI
import TestSupport

/// A sender of signed webhooks, with the address and the secret that the tenant's administrator was given.
struct SignedWebhook: Sendable {
    let api: API
    let source: UUID
    let path: String
    var secret: WebhookSecret
    var id = "msg_" + UUID().text
    /// What it says the time is; nil is the machine's own, when it sends.
    var saidSeconds: Int64?

    init(_ api: API, name: String = "Core") async throws {
        let added = try await api.send(
            "POST",
            "\(api.tenant)/sources",
            as: api.fixture.tenantAdmin,
            body: ["name": .string(name)]
        ).json
        self.api = api
        source = try added.uuid("id")
        path = try added.string("path")
        secret = try SignedWebhook.secret(added)
    }

    private static func secret(_ json: JSON) throws -> WebhookSecret {
        guard let secret = WebhookSecret(text: try json.string("secret")) else { throw VaultError.cannotOpen }
        return secret
    }

    static var nowSeconds: Int64 { Int64(Date().timeIntervalSince1970) }

    /// The administrator rotates; answers the new secret.
    func rotated() async throws -> WebhookSecret {
        let reply = await api.send(
            "POST",
            "\(api.tenant)/sources/\(source.text)/secrets",
            as: api.fixture.tenantAdmin,
            body: [:]
        )
        return try SignedWebhook.secret(reply.json)
    }

    func headers(_ body: [UInt8]) -> [String: String] {
        let seconds = saidSeconds ?? SignedWebhook.nowSeconds
        return [
            "content-type": "application/json", StandardWebhook.idHeader: id,
            StandardWebhook.timestampHeader: "\(seconds)",
            StandardWebhook.signatureHeader: StandardWebhook.sign(
                id: id,
                timestampSeconds: seconds,
                body: body,
                secret: secret
            ),
        ]
    }

    func send(_ body: [UInt8], change: (inout [String: String]) -> Void = { _ in }) async -> Reply {
        var headers = headers(body)
        change(&headers)
        return await api.send("POST", path, headers: headers, bytes: body)
    }

    func rejections() async throws -> [JSON] {
        try await api.send("GET", "\(api.tenant)/sources/\(source.text)/rejections", as: api.fixture.tenantAdmin).json
            .array("items")
    }
}
