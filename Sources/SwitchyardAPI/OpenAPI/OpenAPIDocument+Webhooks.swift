import Switchyard

/// What a client's own systems are sent: subscribers, event by event, and its endpoints.
extension OpenAPIDocument {
    static let webhooks: JSON = .object(
        JSONObject(
            WebhookEvent.allCases.map { (key: $0.rawValue, value: ["post": webhook($0)]) }
                + EndpointMessage.allCases.map { (key: $0.rawValue, value: ["post": webhook($0)]) }
        )
    )

    /// Schemas of all bodies.
    static let envelopes: [Schema] = WebhookEvent.allCases.map(\.envelope) + EndpointMessage.allCases.map(\.envelope)

    private static func webhook(_ event: WebhookEvent) -> JSON {
        webhook(
            event.meaning,
            "To each subscription that asked for it. webhook-id is the same at every attempt and every replay.",
            event.envelope,
            [
                "410": ["description": "Nothing more is wanted: the subscription is switched off."],
                "default": ["description": "Tried again for days, with growing pauses. Redirects are not followed."],
            ]
        )
    }

    private static func webhook(_ message: EndpointMessage) -> JSON {
        webhook(
            message.meaning,
            "To the tenant's \(message.purpose.rawValue) endpoint. webhook-id is the same at every attempt.",
            message.envelope,
            [
                "408": again, "425": again, "429": again, "5XX": again,
                "default": ["description": "Refused for good: it is not tried again."],
            ]
        )
    }

    private static let again: JSON = [
        "description": .string("Tried \(JobKind.deliver.attemptsMax) times, with growing pauses, or after Retry-After.")
    ]

    private static func webhook(
        _ summary: String,
        _ description: String,
        _ envelope: Schema,
        _ refusals: JSONObject
    ) -> JSON {
        var responses: JSONObject = ["2XX": ["description": "Taken; the body is not looked at."]]
        for refusal in refusals.members { responses[refusal.key] = refusal.value }
        return [
            "summary": .string(summary), "security": .array([]),
            "description": .string("Signed as Standard Webhooks has it. " + description),
            "parameters": .array(
                [StandardWebhook.idHeader, StandardWebhook.timestampHeader, StandardWebhook.signatureHeader].map {
                    ["name": .string($0), "in": "header", "required": true, "schema": ["type": "string"]]
                }
            ),
            "requestBody": ["required": true, "content": ["application/json": ["schema": envelope.openAPI()]]],
            "responses": .object(responses),
        ]
    }
}
