import BusinessTime
import Crypto
import Foundation
import Metrics
import Postgres
import Switchyard

/// Signed webhooks in. Look-up, signature, body and transaction are one visit to a pool thread: the sender waits for one
/// connection, once.
enum HookHandlers {
    /// Characters of an address that are looked up.
    private static let addressCharactersMax = 64

    static func receive(_ call: Call) async throws -> Reply {
        let database = call.server.database
        let outcome = try await database.onConnection { connection in try take(call, database.deployment, connection) }
        guard case .rejected(let reason) = outcome else { return try outcome.reply() }
        Counter(label: "webhook_rejections", dimensions: [("reason", reason)]).increment()
        throw RequestError.signatureRejected(reason)
    }

    private enum Outcome: Sendable {
        case answered(Answer)
        case rejected(String)

        func reply() throws -> Reply {
            guard case .answered(let answer) = self else { throw DomainError.notFound }
            return Reply(answer)
        }
    }

    private static func take(_ call: Call, _ deployment: Deployment, _ connection: Connection) throws -> Outcome {
        let address = call.parameters["address"] ?? ""
        guard address.utf8.count <= addressCharactersMax, !address.utf8.contains(0),
            let source = try deployment.source(at: address, on: connection)
        else { throw DomainError.notFound }
        let context = RequestContext(
            actor: Actor(kind: .source, id: source.id, tenantID: source.tenantID),
            requestID: call.context.requestID
        )
        let request = call.request
        let verdict = StandardWebhook.verify(
            headers: WebhookHeaders(
                id: request.headers[StandardWebhook.idHeader],
                timestamp: request.headers[StandardWebhook.timestampHeader],
                signature: request.headers[StandardWebhook.signatureHeader]
            ),
            body: request.body,
            secrets: source.secrets,
            nowSeconds: deployment.clock.map { $0.now.microseconds / 1_000_000 } ?? Int64(Date().timeIntervalSince1970)
        )
        if let refusal = verdict.refusal {
            let rejection = SourceRejection(
                sourceID: source.id,
                reason: refusal.reason,
                skewSeconds: refusal.skewSeconds,
                bodySHA256: Array(SHA256.hash(data: Data(request.body)))
            )
            try TenantTransaction.run(
                tenant: source.tenantID,
                request: context,
                deployment: deployment,
                on: connection
            ) { try rejection.record(in: $0) }
            return .rejected(refusal.reason)
        }
        let body = try IntakeRequest(Server.check(request, IntakeRequest.schema))
        let key = IdempotencyKey(
            webhookID: request.headers[StandardWebhook.idHeader] ?? "",
            source: source.id,
            body: request.body
        )
        return .answered(
            try TenantTransaction.run(tenant: source.tenantID, request: context, deployment: deployment, on: connection)
            {
                try Intake.receive(body, source: source.id, key: key, status: 202, in: $0)
            }
        )
    }
}

extension WebhookVerdict {
    /// Why a sender is refused, as a stable word; nil when it is not.
    fileprivate var refusal: (reason: String, skewSeconds: Int64?)? {
        switch self {
        case .valid: nil
        case .missingHeader: ("signature_missing", nil)
        case .malformed: ("signature_malformed", nil)
        case .outsideTolerance(let skew): ("timestamp_outside_tolerance", skew)
        case .badSignature: ("signature_wrong", nil)
        }
    }
}
