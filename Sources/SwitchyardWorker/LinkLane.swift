import Foundation
package import Logging
package import Postgres
package import Switchyard

/// Mails links to choose a password. They are the directory's and no tenant's, so they are no jobs; otherwise as with every
/// effect: prepared in a transaction, sent outside any, concluded in another, and repeated with the same words where that is
/// not known.
package final class LinkLane: LaneWork {
    package static let roundMilliseconds = 1_000
    /// Mails of one round; the lane looks about before it goes on.
    static let mailsMax = 50

    private let connection: Connection
    private let deployment: Deployment
    private let carrier: any Carrier
    private let letterhead: Letterhead
    private let log: Logger

    package init(
        connection: Connection,
        deployment: Deployment,
        carrier: any Carrier,
        letterhead: Letterhead,
        log: Logger
    ) {
        self.connection = connection
        self.deployment = deployment
        self.carrier = carrier
        self.letterhead = letterhead
        self.log = log
    }

    package func runOnce() throws -> Counts {
        var counts = Counts()
        for _ in 0..<LinkLane.mailsMax {
            switch try directory({ try SignInLink.takeDue(letterhead: letterhead, in: $0) }) {
            case .nothing: return counts
            case .nobody: counts.skipped += 1
            case .mail(let mail): counts += try send(mail)
            }
        }
        return counts
    }

    private func send(_ mail: LinkMail) throws -> Counts {
        let outcome = carrier.send(.mail(mail.message))
        let verdict = try directory { try SignInLink.conclude(mail, outcome, in: $0) }
        if verdict.state == .accepted { return Counts(done: 1) }
        log.warning(
            "link not mailed",
            metadata: ["link": "\(mail.link.text)", "cause": "\(verdict.code)", "final": "\(verdict.isConcluded)"]
        )
        return Counts(failed: 1)
    }

    private func directory<Value>(_ body: (DirectoryTransaction) throws -> Value) throws -> Value {
        let request = RequestContext(actor: .worker, requestID: UUID())
        return try DirectoryTransaction.run(request: request, deployment: deployment, on: connection, body)
    }
}
