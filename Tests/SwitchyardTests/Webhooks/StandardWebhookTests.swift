import Switchyard
import Testing

private let referenceID = "msg_p5jXN8AQM9LWM0D4loKWxJek"
private let referenceSeconds: Int64 = 1_614_265_330
private let referenceBody = Array(#"{"test": 2432232314}"#.utf8)
private let referenceSignature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="

private func referenceSecret() throws -> WebhookSecret {
    try #require(WebhookSecret(text: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
}

struct StandardWebhookTests {
    @Test func `the published vector signs to the published signature`() throws {
        let signature = StandardWebhook.sign(
            id: referenceID,
            timestampSeconds: referenceSeconds,
            body: referenceBody,
            secret: try referenceSecret()
        )
        #expect(signature == referenceSignature)
    }

    @Test func `every secret adds one signature and each of them verifies`() throws {
        let secrets = [try referenceSecret(), WebhookSecret.generate(), WebhookSecret.generate()]
        let header = StandardWebhook.sign(
            id: referenceID,
            timestampSeconds: referenceSeconds,
            body: referenceBody,
            secrets: secrets
        )
        #expect(header.split(separator: " ").count == 3)
        for secret in secrets {
            let headers = WebhookHeaders(id: referenceID, timestamp: "\(referenceSeconds)", signature: header)
            let verdict = StandardWebhook.verify(
                headers: headers,
                body: referenceBody,
                secrets: [.generate(), secret],
                nowSeconds: referenceSeconds
            )
            #expect(verdict == .valid)
        }
    }

    @Test(arguments: VerdictCase.all)
    func `the verdict names what is wrong`(_ row: VerdictCase) throws {
        let headers = WebhookHeaders(id: row.id, timestamp: row.timestamp, signature: row.signature)
        let verdict = StandardWebhook.verify(
            headers: headers,
            body: row.body,
            secrets: [try referenceSecret()],
            nowSeconds: referenceSeconds + row.clockAheadSeconds
        )
        #expect(verdict == row.verdict)
    }

    @Test func `another secret does not verify and no secret verifies nothing`() {
        let headers = WebhookHeaders(id: referenceID, timestamp: "\(referenceSeconds)", signature: referenceSignature)
        for secrets in [[], [WebhookSecret.generate()]] {
            let verdict = StandardWebhook.verify(
                headers: headers,
                body: referenceBody,
                secrets: secrets,
                nowSeconds: referenceSeconds
            )
            #expect(verdict == .badSignature)
        }
    }
}

struct VerdictCase: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var id: String? = referenceID
    var timestamp: String? = "\(referenceSeconds)"
    var signature: String? = referenceSignature
    var body = referenceBody
    var clockAheadSeconds: Int64 = 0
    let verdict: WebhookVerdict

    private static let wrong = "v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="

    static let all = [
        VerdictCase(testDescription: "as published", verdict: .valid),
        VerdictCase(testDescription: "no id", id: nil, verdict: .missingHeader("webhook-id")),
        VerdictCase(testDescription: "no timestamp", timestamp: nil, verdict: .missingHeader("webhook-timestamp")),
        VerdictCase(testDescription: "no signature", signature: nil, verdict: .missingHeader("webhook-signature")),
        VerdictCase(testDescription: "empty id", id: "", verdict: .malformed("webhook-id")),
        VerdictCase(testDescription: "full stop in id", id: "a.1", verdict: .malformed("webhook-id")),
        VerdictCase(
            testDescription: "signed number",
            timestamp: "+1614265330",
            verdict: .malformed("webhook-timestamp")
        ),
        VerdictCase(testDescription: "text", timestamp: "now", verdict: .malformed("webhook-timestamp")),
        VerdictCase(
            testDescription: "endless number",
            timestamp: String(repeating: "9", count: 16),
            verdict: .malformed("webhook-timestamp")
        ),
        VerdictCase(testDescription: "no version", signature: "g0hM9SsE", verdict: .malformed("webhook-signature")),
        VerdictCase(testDescription: "no code", signature: "v1, ,v2", verdict: .malformed("webhook-signature")),
        VerdictCase(testDescription: "commas before it", signature: ",,\(referenceSignature)", verdict: .valid),
        VerdictCase(testDescription: "empty signature", signature: "", verdict: .malformed("webhook-signature")),
        VerdictCase(testDescription: "not base64", signature: "v1,***", verdict: .badSignature),
        VerdictCase(testDescription: "short code", signature: "v1,g0hM", verdict: .badSignature),
        VerdictCase(
            testDescription: "other version only",
            signature: referenceSignature.replacing("v1", with: "v2"),
            verdict: .badSignature
        ),
        VerdictCase(
            testDescription: "right one among others",
            signature: "v1a,xyz \(wrong) \(referenceSignature)",
            verdict: .valid
        ),
        VerdictCase(
            testDescription: "right one is the sixteenth",
            signature: (Array(repeating: wrong, count: 15) + [referenceSignature]).joined(separator: " "),
            verdict: .valid
        ),
        VerdictCase(
            testDescription: "right one is the seventeenth",
            signature: (Array(repeating: wrong, count: 16) + [referenceSignature]).joined(separator: " "),
            verdict: .badSignature
        ),
        VerdictCase(testDescription: "other body", body: Array("{}".utf8), verdict: .badSignature),
        VerdictCase(testDescription: "300 s old", clockAheadSeconds: 300, verdict: .valid),
        VerdictCase(
            testDescription: "301 s old",
            clockAheadSeconds: 301,
            verdict: .outsideTolerance(skewSeconds: -301)
        ),
        VerdictCase(testDescription: "300 s ahead", clockAheadSeconds: -300, verdict: .valid),
        VerdictCase(
            testDescription: "301 s ahead",
            clockAheadSeconds: -301,
            verdict: .outsideTolerance(skewSeconds: 301)
        ),
    ]
}

struct WebhookSecretTests {
    @Test(arguments: [(23, false), (24, true), (64, true), (65, false), (0, false)])
    func `a secret has 24 to 64 bytes`(count: Int, isAccepted: Bool) {
        #expect((WebhookSecret(bytes: Array(repeating: 7, count: count)) != nil) == isAccepted)
    }

    @Test func `the text form reads back to the same secret`() {
        let secret = WebhookSecret.generate()
        #expect(secret.bytes.count == 32)
        #expect(WebhookSecret(text: secret.text) == secret)
        #expect(WebhookSecret.generate() != secret)
    }

    @Test(arguments: [
        "", "whsec_", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_!!!!", "WHSEC_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    ])
    func `other texts are not secrets`(text: String) {
        #expect(WebhookSecret(text: text) == nil)
    }

    @Test func `printing a secret shows nothing of it`() {
        let secret = WebhookSecret.generate()
        let shown = "\(secret) \(String(reflecting: secret)) \(String(describing: [secret]))"
        #expect(!shown.contains(secret.text.dropFirst(6)))
        #expect(!shown.contains("\(secret.bytes[0]), \(secret.bytes[1])"))
    }
}
