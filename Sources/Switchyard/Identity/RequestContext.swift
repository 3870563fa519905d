package import Foundation

/// What one request or job carries along: who acts, by which permission, and the id that its log lines, events and answers
/// share.
package struct RequestContext: Sendable {
    package let actor: Actor
    package let requestID: UUID
    /// What the route asks for. A person's role is held against it in the transaction that acts; nil where nobody asks.
    package let permission: Permission?
    /// What somebody at a shell says their name is, for the record.
    package var actorName: String?
    /// What the route asks of a session, held against it there as well.
    package let demand: SessionDemand
    /// Of whoever traces the request, and of the jobs that it makes.
    package let traceParent: TraceParent?
    /// The bulk act that it is part of: every entry that it makes in a case's log names it.
    let bulkActID: UUID?

    package init(
        actor: Actor,
        requestID: UUID,
        permission: Permission? = nil,
        demand: SessionDemand = .usual,
        traceParent: TraceParent? = nil,
        bulkActID: UUID? = nil
    ) {
        self.actor = actor
        self.requestID = requestID
        self.permission = permission
        self.demand = demand
        self.traceParent = traceParent
        self.bulkActID = bulkActID
    }
}
