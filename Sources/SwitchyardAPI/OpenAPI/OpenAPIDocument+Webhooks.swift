import Switchyard

/// What a subscriber is sent, event by event.
extension OpenAPIDocument {
    static let webhooks: JSON = .object(
        JSONObject(WebhookEvent.allCases.map { (key: $0.rawValue, value: ["post": webhook($0)]) })
    )

    private static func webhook(_ event: WebhookEvent) -> JSON {
        [
            "summary": .string(event.meaning), "security": .array([]),
            "description":
                "Signed as Standard Webhooks has it; webhook-id is the same at every attempt and every replay.",
            "parameters": .array(
                [StandardWebhook.idHeader, StandardWebhook.timestampHeader, StandardWebhook.signatureHeader].map {
                    ["name": .string($0), "in": "header", "required": true, "schema": ["type": "string"]]
                }
            ),
            "requestBody": ["required": true, "content": ["application/json": ["schema": event.envelope.openAPI()]]],
            "responses": [
                "2XX": ["description": "Taken; the body is not looked at."],
                "410": ["description": "Nothing more is wanted: the subscription is switched off."],
                "default": ["description": "Tried again for days, with growing pauses. Redirects are not followed."],
            ],
        ]
    }
}
