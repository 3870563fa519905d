package import Foundation

/// What one request or job carries along: who acts, and the id that its log lines, events and answers share.
package struct RequestContext: Sendable {
    package let actor: Actor
    package let requestID: UUID

    package init(actor: Actor, requestID: UUID) {
        self.actor = actor
        self.requestID = requestID
    }
}
