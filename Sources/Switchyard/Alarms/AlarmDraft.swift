import Foundation

/// An alarm as it leaves the house: names of the tenant's own set-up, numbers and times.
struct AlarmDraft {
    let delivery: Delivery
    let letterhead: Letterhead
    let tx: TenantTransaction
    private let settings: TenantSettings
    private let details: JSON

    init(_ delivery: Delivery, letterhead: Letterhead, in tx: TenantTransaction) throws {
        self.delivery = delivery
        self.letterhead = letterhead
        self.tx = tx
        settings = try tx.settings()
        details = try delivery.details(settings.vault)
    }

    func mail() throws -> Outbound {
        let (address, language) = try reader()
        guard let kind = Alarm.Kind(rawValue: try details.string("kind")) else { throw StoredValueUnknown() }
        var words = try details.object("words").strings()
        words["tenant"] = settings.name
        words["since"] = NoticeLetter.time(try details.string("since"))
        let letter = try AlarmLetter.letter(kind).render(LetterLanguage(tag: language), words)
        return .mail(
            letterhead.mail(delivery.id, to: address, letter, of: settings.name, at: try tx.now, isAutomatic: true)
        )
    }

    func webhook() throws -> Outbound {
        guard let endpoint = settings.noticeEndpoint else { throw ObstacleMet(.endpointRemoved) }
        let raisedAt = try details.string("raised_at")
        let data: JSON = [
            "alarm": [
                "id": details["alarm_id"], "kind": details["kind"], "subject": details["subject"],
                "since": details["since"], "details": details["words"],
            ]
        ]
        let type = EndpointMessage.alarm.rawValue
        let body: JSON = ["type": .string(type), "timestamp": .string(raisedAt), "data": data]
        return .webhook(
            WebhookMessage(
                id: delivery.id.text,
                url: endpoint.url,
                body: Array(body.serialized().utf8),
                secrets: [endpoint.secret],
                timestamp: try tx.now,
                traceParent: tx.request.traceParent
            )
        )
    }

    /// Whoever it was meant for, if they may still be told.
    private func reader() throws -> (address: String, language: String) {
        if let id = delivery.personID {
            guard let person = try tx.duty.person(id) else { throw ObstacleMet(.personWithoutAccess) }
            return (person.email, person.language)
        }
        guard let purpose = ClientContact.Purpose(rawValue: try details.string("contact")),
            let contact = settings.escalation.contacts[purpose]
        else { throw ObstacleMet(.contactRemoved) }
        return (contact.email, contact.language)
    }
}

extension JSON {
    /// Members that are texts, by name.
    fileprivate func strings() throws -> [String: String] {
        guard case .object(let members) = self else { throw StoredValueUnknown() }
        return try Dictionary(uniqueKeysWithValues: members.members.map { ($0.key, try string($0.key)) })
    }
}
