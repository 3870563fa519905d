/// Kinds of leased work. A newer binary's kinds are left alone by an older one.
package enum JobKind: String, CaseIterable, Sendable {
    /// Sends one delivery.
    case deliver
    /// Sends one event to one subscription.
    case deliverEvent = "deliver_event"
    /// Decides whether a resolved case's customer is asked, and asks.
    case inviteSurvey = "invite_survey"
    /// Carries a published calendar or policy to the running clocks.
    case sweepClocks = "sweep_clocks"
    /// Reminds a customer who has not answered.
    case remindSurvey = "remind_survey"
    /// Tells that nobody has looked into a bad score in time.
    case followUpDue = "follow_up_due"
    /// Runs a batch of a bulk act, or of its undoing.
    case bulkAct = "bulk_act"
    /// Does nothing: shows whether work is taken, how soon and how fast.
    case probe

    package var payloadVersion: Int16 { 1 }

    /// Attempts before a job is dead.
    package var attemptsMax: Int {
        switch self {
        case .deliver: 12
        // With the waits of `RetrySchedule.event`, about 75 hours.
        case .deliverEvent: 11
        case .inviteSurvey, .remindSurvey, .followUpDue, .sweepClocks, .bulkAct: 20
        case .probe: 3
        }
    }

    /// A handler that runs longer is taken for hung.
    package var deadlineSeconds: Int64 {
        switch self {
        case .deliver, .deliverEvent, .sweepClocks, .bulkAct: 60
        case .inviteSurvey, .remindSurvey, .followUpDue, .probe: 30
        }
    }
}
