/// When a customer is asked how it went (`spec/surveys-reports.md V2–V4`).
package struct SurveyPolicy: Sendable, Hashable {
    package var enabled = true
    /// From the resolution to the invitation.
    package var delaySeconds: Int64 = 86_400
    /// At most one invitation per customer in this time.
    package var throttleSeconds: Int64 = 14 * 86_400
    /// Invitations leave only outside these hours of the recipient's zone, 21:00 to 09:00.
    package var quietHours = true
    /// Of 10,000 cases, how many are asked.
    package var sampleBasisPoints = SurveySample.whole
    /// Whether who has not answered is reminded, once.
    package var reminder = true
    /// Open days until somebody has looked into a bad score.
    package var followUpDays = 1

    package init() {}

    package init(_ document: JSON) throws {
        enabled = try document.optionalBool("enabled") ?? true
        delaySeconds = try document.optionalInteger("delay_seconds") ?? 86_400
        throttleSeconds = try document.optionalInteger("throttle_seconds") ?? 14 * 86_400
        quietHours = try document.optionalBool("quiet_hours") ?? true
        sampleBasisPoints = Int(try document.optionalInteger("sample_basis_points") ?? Int64(SurveySample.whole))
        reminder = try document.optionalBool("reminder") ?? true
        followUpDays = Int(try document.optionalInteger("follow_up_days") ?? 1)
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
            .optional(
                "sample_basis_points",
                .integer(0...Int64(SurveySample.whole)),
                "Of 10,000 cases, how many are asked, by a draw nobody can influence; default all."
            ),
            .optional("reminder", .boolean, "One reminder after three days without an answer; default true."),
            .optional(
                "follow_up_days",
                .integer(1...20),
                "Days with opening hours until a bad score has been looked into; default 1."
            ),
            .optional("quiet_hours", .boolean, "Nothing is sent from 21:00 to 09:00 in the recipient's zone."),
        ])
    )
}
