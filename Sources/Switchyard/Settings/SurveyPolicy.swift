/// When a customer is asked how it went (`spec/surveys-reports.md V2–V4`).
package struct SurveyPolicy: Sendable, Hashable {
    package var enabled = true
    /// From the resolution to the invitation.
    package var delaySeconds: Int64 = 86_400
    /// At most one invitation per customer in this time.
    package var throttleSeconds: Int64 = 14 * 86_400
    /// Invitations leave only outside these hours of the recipient's zone, 21:00 to 09:00.
    package var quietHours = true

    package init() {}

    package init(_ document: JSON) throws {
        enabled = try document.optionalBool("enabled") ?? true
        delaySeconds = try document.optionalInteger("delay_seconds") ?? 86_400
        throttleSeconds = try document.optionalInteger("throttle_seconds") ?? 14 * 86_400
        quietHours = try document.optionalBool("quiet_hours") ?? true
    }

    package static let schema: Schema = .named(
        "SurveyPolicy",
        .object([
            .optional("enabled", .boolean),
            .optional(
                "delay_seconds",
                .integer(0...2_592_000),
                "From the resolution to the invitation; default 86400."
            ),
            .optional(
                "throttle_seconds",
                .integer(0...31_536_000),
                "One invitation per customer in this time; default 14 days."
            ),
            .optional("quiet_hours", .boolean, "Nothing is sent from 21:00 to 09:00 in the recipient's zone."),
        ])
    )
}
