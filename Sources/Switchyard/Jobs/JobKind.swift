/// Kinds of leased work. A newer binary's kinds are left alone by an older one.
package enum JobKind: String, CaseIterable, Sendable {
    /// Sends one delivery.
    case deliver
    /// Decides whether a resolved case's customer is asked, and asks.
    case inviteSurvey = "invite_survey"
    /// Carries a published calendar or policy to the running clocks.
    case sweepClocks = "sweep_clocks"

    package var payloadVersion: Int16 { 1 }

    /// Attempts before a job is dead.
    package var attemptsMax: Int {
        switch self {
        case .deliver: 12
        case .inviteSurvey, .sweepClocks: 20
        }
    }

    /// A handler that runs longer is taken for hung.
    package var deadlineSeconds: Int64 {
        switch self {
        case .deliver, .sweepClocks: 60
        case .inviteSurvey: 30
        }
    }
}
