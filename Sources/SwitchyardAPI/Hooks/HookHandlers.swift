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

    /// A remembered source that has changed since is read again, once.
    private static func take(_ call: Call, _ deployment: Deployment, _ connection: Connection) throws -> Outcome {
        let address = call.parameters["address"] ?? ""
        guard address.utf8.count <= addressCharactersMax, !address.utf8.contains(0) else { throw DomainError.notFound }
        if let known = deployment.sources.remembered(address), verdict(call, known, deployment).refusal == nil {
            do {
                return try accept(call, from: known, deployment, connection)
            } catch is SourceChanged {}
        }
        guard let source = try deployment.source(at: address, on: connection) else { throw DomainError.notFound }
        do {
            guard let refusal = verdict(call, source, deployment).refusal else {
                return try accept(call, from: source, deployment, connection)
            }
            return try reject(call, refusal, from: source, deployment, connection)
        } catch is SourceChanged {
            throw DomainError(.conflict, "busy")
        }
    }

    private static func verdict(_ call: Call, _ source: Source, _ deployment: Deployment) -> WebhookVerdict {
        let headers = call.request.headers
        return StandardWebhook.verify(
            headers: WebhookHeaders(
                id: headers[StandardWebhook.idHeader],
                timestamp: headers[StandardWebhook.timestampHeader],
                signature: headers[StandardWebhook.signatureHeader]
            ),
            body: call.request.body,
            secrets: source.secrets,
            nowSeconds: deployment.clock.map { $0.now.microseconds / 1_000_000 } ?? Int64(Date().timeIntervalSince1970)
        )
    }

    private static func accept(
        _ call: Call,
        from source: Source,
        _ deployment: Deployment,
        _ connection: Connection
    ) throws -> Outcome {
        try call.server.gate.admit(.tenant(source.tenantID))
        let body = try IntakeRequest(Server.check(call.request, IntakeRequest.schema))
        let key = IdempotencyKey(
            webhookID: call.request.headers[StandardWebhook.idHeader] ?? "",
            source: source.id,
            body: call.request.body
        )
        let answer = try run(call, source, deployment, connection) {
            try Intake.receive(body, source: source.id, key: key, status: 202, in: $0)
        }
        return .answered(answer)
    }

    private static func reject(
        _ call: Call,
        _ refusal: (reason: String, skewSeconds: Int64?),
        from source: Source,
        _ deployment: Deployment,
        _ connection: Connection
    ) throws -> Outcome {
        let rejection = SourceRejection(
            sourceID: source.id,
            reason: refusal.reason,
            skewSeconds: refusal.skewSeconds,
            bodySHA256: Array(SHA256.hash(data: Data(call.request.body)))
        )
        try run(call, source, deployment, connection) { try rejection.record(in: $0) }
        return .rejected(refusal.reason)
    }

    private static func run<Value>(
        _ call: Call,
        _ source: Source,
        _ deployment: Deployment,
        _ connection: Connection,
        _ body: (TenantTransaction) throws -> Value
    ) throws -> Value {
        try TenantTransaction.run(
            tenant: source.tenantID,
            request: RequestContext(
                actor: Actor(source),
                requestID: call.context.requestID,
                traceParent: call.context.traceParent
            ),
            deployment: deployment,
            on: connection,
            body
        )
    }
}
