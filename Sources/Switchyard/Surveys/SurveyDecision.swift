package import BusinessTime
package import Foundation

/// What became of the question whether a resolved case's customer is asked (`spec/surveys-reports.md V5`).
package enum SurveyDecision: Sendable, Hashable {
    /// The invitation is on its way as this delivery.
    case sent(delivery: UUID)
    case suppressed(SurveySuppression)
    /// Not now: ask again at this instant.
    case later(Instant)
    /// Nothing to decide (any more): the case is open again, or this resolution was decided before.
    case moot
}

/// Why nobody is asked; recorded on the case.
package enum SurveySuppression: String, CaseIterable, Sendable {
    /// The tenant does not ask.
    case disabled
    /// Closed by silence, by a rule or by an import, not by a person.
    case notByPerson = "not_by_person"
    case noCustomerMessage = "no_customer_message"
    case noPublicReply = "no_public_reply"
    /// Complaints and cases of the authorities are not rated.
    case category
    case optedOut = "opted_out"
    /// The tenant asks only some, and the draw went against this case.
    case notSampled = "not_sampled"
    case noChannel = "no_channel"
    /// The same customer was asked within the tenant's time, or has not answered yet.
    case throttled
}
