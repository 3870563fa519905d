import BusinessTime
import Foundation
import Switchyard
import TestSupport

extension ContractDesk {
    /// As a lead unless said otherwise.
    @discardableResult
    func propose(_ body: JSON, as actor: Actor? = nil) throws -> Exclusion {
        let proposal = try Exclusion.Proposal(body)
        return try tenant.transaction(as: actor ?? tenant.lead().actor) { try Exclusion.propose(proposal, in: $0) }
    }

    @discardableResult
    func proposeOutage(
        _ from: String,
        _ until: String,
        _ more: [String: JSON] = [:],
        as actor: Actor? = nil
    ) throws -> Exclusion {
        var members: JSONObject = [
            "kind": "exchange_outage", "from": from.json, "until": until.json, "reason": "The exchange was down",
        ]
        for (name, value) in more { members[name] = value }
        return try propose(.object(members), as: actor)
    }

    /// As the client unless said otherwise.
    @discardableResult
    func decide(_ exclusion: Exclusion, approved: Bool, as actor: Actor? = nil) throws -> Exclusion {
        try tenant.transaction(as: actor ?? tenant.tenantAdmin.actor) { tx in
            try Exclusion.decide(exclusion.id, approved: approved, note: nil, in: tx)
        }
    }

    @discardableResult
    func withdraw(_ exclusion: Exclusion, as actor: Actor? = nil) throws -> Exclusion {
        try tenant.transaction(as: actor ?? tenant.lead().actor) { tx in
            try Exclusion.withdraw(exclusion.id, note: nil, in: tx)
        }
    }
}
