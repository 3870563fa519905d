import Foundation
import Postgres
import Switchyard
import SwitchyardAPI
import TestSupport
import Testing

/// Why a sender is not heard, and a request to begin with.
@Suite(.needsDatabase) struct SourceDebugTests {
    private let body = #"{"any":"bytes"}"#

    private func debug(_ hook: SignedWebhook, _ headers: [String: String], body: String? = nil) async throws -> JSON {
        let names = [StandardWebhook.idHeader, StandardWebhook.timestampHeader, StandardWebhook.signatureHeader]
        let sent = JSONObject(names.compactMap { name in headers[name].map { (name, .string($0)) } })
        let reply = await hook.api.send(
            "POST",
            "\(hook.api.tenant)/sources/\(hook.source.text)/debug",
            as: hook.api.fixture.tenantAdmin,
            body: ["headers": .object(sent), "body": .string(body ?? self.body)]
        )
        #expect(reply.status == 200, "\(reply.text)")
        #expect(!reply.text.contains(hook.secret.text) && !reply.text.contains("v1,"))
        return try reply.json
    }

    struct Mistake: Sendable, CustomTestStringConvertible {
        let name: String
        var change: @Sendable (inout [String: String]) -> Void = { _ in }
        var saidSecondsLate: Int64 = 0
        var body: String?
        let reason: String?
        /// Of id, timestamp, the signature's form, tolerance, signature.
        let outcomes: [String]
        var matched: Int64?
        var testDescription: String { name }
    }

    private static let (passed, failed, unreached) = ("passed", "failed", "not_reached")
    static let mistakes = [
        Mistake(name: "none", reason: nil, outcomes: [passed, passed, passed, passed, passed], matched: 1),
        Mistake(
            name: "no signature",
            change: { $0[StandardWebhook.signatureHeader] = nil },
            reason: "signature_missing",
            outcomes: [unreached, unreached, failed, unreached, unreached]
        ),
        Mistake(
            name: "a full stop in the id",
            change: { $0[StandardWebhook.idHeader] = "a.b" },
            reason: "signature_malformed",
            outcomes: [failed, unreached, unreached, unreached, unreached]
        ),
        Mistake(
            name: "milliseconds with a fraction",
            change: { $0[StandardWebhook.timestampHeader]? += ".5" },
            reason: "signature_malformed",
            outcomes: [passed, failed, unreached, unreached, unreached]
        ),
        Mistake(
            name: "no version before the signature",
            change: { $0[StandardWebhook.signatureHeader] = "abc" },
            reason: "signature_malformed",
            outcomes: [passed, passed, failed, unreached, unreached]
        ),
        Mistake(
            name: "a clock that is slow, rightly signed",
            saidSecondsLate: 4_000,
            reason: "timestamp_outside_tolerance",
            outcomes: [passed, passed, passed, failed, passed],
            matched: 1
        ),
        Mistake(
            name: "a clock that is slow, and another body",
            saidSecondsLate: 4_000,
            body: "{}",
            reason: "timestamp_outside_tolerance",
            outcomes: [passed, passed, passed, failed, failed]
        ),
        Mistake(
            name: "bytes that were written anew",
            body: #"{ "any": "bytes" }"#,
            reason: "signature_wrong",
            outcomes: [passed, passed, passed, passed, failed]
        ),
    ]

    @Test(arguments: mistakes) func theStepThatFailsIsTold(_ mistake: Mistake) async throws {
        var hook = try await SignedWebhook(API.make { $0.hasDesks = false })
        hook.saidSeconds = SignedWebhook.nowSeconds - mistake.saidSecondsLate
        var headers = hook.headers(Array(body.utf8))
        mistake.change(&headers)
        let told = try await debug(hook, headers, body: mistake.body)
        #expect(told["accepted"] == .bool(mistake.reason == nil))
        #expect(told["reason"] == mistake.reason.json)
        let steps = try told.array("steps")
        #expect(try steps.map { try $0.string("step") } == SignatureTrial.Step.allCases.map(\.rawValue))
        #expect(try steps.map { try $0.string("outcome") } == mistake.outcomes)
        #expect(told["matched_secret"] == mistake.matched.json)
        // It was looked at and not received.
        #expect(try await hook.rejections().isEmpty)
    }

    @Test func itSaysWhichOfTheSecretsSigned() async throws {
        let hook = try await SignedWebhook(API.make { $0.hasDesks = false })
        let headers = hook.headers(Array(body.utf8))
        _ = try await hook.rotated()
        let told = try await debug(hook, headers)
        #expect(told["accepted"] == true && told["matched_secret"] == 2 && told["secrets"] == 2)
        _ = try await hook.rotated()
        let late = try await debug(hook, headers)
        #expect(late["reason"] == "signature_wrong" && late["matched_secret"] == .null)
    }

    @Test func anExampleGoesThroughTheIntakeAndLeavesNothing() async throws {
        let api = try API.make()
        let hook = try await SignedWebhook(api)
        let path = "\(api.tenant)/sources/\(hook.source.text)/tests"
        let reply = await api.send("POST", path, as: api.fixture.tenantAdmin, body: [:])
        #expect(reply.status == 200, "\(reply.text)")
        let example = try reply.json
        #expect(example["signature"]?["accepted"] == true)
        #expect(example["answer"]?["status"] == 202 && example["answer"]?["body"]?["new_case"] == true)
        #expect(!reply.text.contains(hook.secret.text))
        #expect(try tickets(api) == 0)
        // Sent as it stands, it is a request like any other.
        let request = try example.object("request")
        var headers: [String: String] = [:]
        for name in ["content-type", "webhook-id", "webhook-timestamp", "webhook-signature"] {
            headers[name] = try request.object("headers").string(name)
            #expect(try example.string("curl").contains("-H '\(name): \(headers[name] ?? "-")'"))
        }
        #expect(try request.string("path") == hook.path)
        let bytes = Array(try request.string("body").utf8)
        #expect(await api.send("POST", hook.path, headers: headers, bytes: bytes).status == 202)
        #expect(try tickets(api) == 1)
    }

    private func tickets(_ api: API) throws -> Int64? {
        try api.fixture.asAdmin { connection in
            try connection.query(
                "SELECT count(*) FROM switchyard.ticket WHERE tenant_id = \(api.fixture.tenantID)"
            ).first?.column(0)
        }
    }
}
