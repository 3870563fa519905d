import BusinessTime
import Postgres

/// A digest as it leaves the house. Preparing it closes it.
struct DigestDraft {
    let delivery: Delivery
    let letterhead: Letterhead
    let tx: TenantTransaction

    func outbound() throws -> Outbound {
        let settings = try tx.settings()
        let (digest, cases) = try Digest.close(delivery.id, in: tx)
        guard !cases.isEmpty else { throw ObstacleMet(.casesGone) }
        let (address, language) = try reader(of: digest, settings)
        let letter = try DigestLetter.letter.render(
            LetterLanguage(tag: language),
            ["tenant": settings.name, "count": String(cases.count), "list": DigestDraft.list(cases)]
        )
        return .mail(
            letterhead.mail(delivery.id, to: address, letter, of: settings.name, at: try tx.now, isAutomatic: true)
        )
    }

    private func reader(of digest: Digest, _ settings: TenantSettings) throws -> (address: String, language: String) {
        switch digest.recipient {
        case .person(let id):
            guard let person = try tx.duty.person(id) else { throw ObstacleMet(.personWithoutAccess) }
            return (person.email, person.language)
        case .contact(let purpose):
            guard let contact = settings.escalation.contacts[purpose] else { throw ObstacleMet(.contactRemoved) }
            return (contact.email, contact.language)
        }
    }

    /// The most urgent first, one line each.
    private static func list(_ cases: [DigestCase]) -> String {
        cases.sorted { ($0.priority.rawValue, $0.at, $0.reference) < ($1.priority.rawValue, $1.at, $1.reference) }
            .map { one in
                let due = one.dueAt.map { NoticeLetter.time($0.iso8601) } ?? "-"
                return "\(one.reference)  \(one.priority.name)  \(one.metric)  \(one.step)  L\(one.level)  \(due)"
            }
            .joined(separator: "\n")
    }
}
