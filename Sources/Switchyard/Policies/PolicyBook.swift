import Foundation

/// One published version of a tenant's policies, in their order: the first whose conditions hold is the case's policy
/// (`spec/sla.md P1`, `C2`). What the operator promises itself (`ola_*`) has a list of its own, in which the first that
/// matches is the case's one OLA policy: a customer policy and an OLA policy are chosen by different things, say the
/// customer's tier and the level that the case is at.
///
/// JSON: `{"policies": [{"name", "when", …policy}], "ola": [{"name", "when", …policy}]}`, or one policy for every case and
/// every metric, `{…policy}`.
package struct PolicyBook: Sendable, Hashable {
    package static let policiesMax = 100
    /// The name of the policy in a document that is one policy.
    package static let nameOfOnly = "default"

    package struct Entry: Sendable, Hashable {
        package let name: String
        package let conditions: PolicyConditions
        package let policy: SLAPolicy
    }

    package let entries: [Entry]
    package let ola: [Entry]
    /// The document is one policy, which is the OLA policy as well.
    private let isOnly: Bool
    private let byName: [String: SLAPolicy]

    package init(_ entries: [Entry], ola: [Entry] = []) {
        self.init(entries, ola: ola, isOnly: false)
    }

    private init(_ entries: [Entry], ola: [Entry], isOnly: Bool) {
        self.entries = entries
        self.ola = ola
        self.isOnly = isOnly
        byName = Dictionary((entries + ola).map { ($0.name, $0.policy) }) { first, _ in first }
    }

    /// One policy for every case.
    package init(only policy: SLAPolicy) {
        self.init([Entry(name: Self.nameOfOnly, conditions: .all, policy: policy)], ola: [], isOnly: true)
    }

    /// The name of the first that matches; nil when none does: `no SLA`.
    package func match(_ attributes: CaseAttributes) -> String? {
        entries.first { $0.conditions.match(attributes) }?.name
    }

    /// The same of what the operator promises itself; nil when it promises nothing for the case.
    package func matchOLA(_ attributes: CaseAttributes) -> String? {
        olaList.first { $0.conditions.match(attributes) }?.name
    }

    /// Whether it promises anything to anybody about a visit of a level.
    var timesVisits: Bool {
        olaList.contains { $0.policy.targets.keys.contains { $0.family == .level } }
    }

    private var olaList: [Entry] { isOnly ? entries : ola }

    package func policy(named name: String) -> SLAPolicy? { byName[name] }
}

extension PolicyBook {
    enum Member: String {
        case policies, ola, name
        case conditions = "when"
    }

    /// Reads a document without asking whether it may be published.
    package init(_ document: JSON) throws {
        guard let entries = try Self.entries(document, .policies) else {
            self.init(only: try Self.policy(document, at: ""))
            return
        }
        self.init(entries, ola: try Self.entries(document, .ola) ?? [])
    }

    private static func entries(_ document: JSON, _ member: Member) throws -> [Entry]? {
        try document.optionalArray(member.rawValue)?.enumerated().map { place, json in
            Entry(
                name: try json.string(Member.name.rawValue),
                conditions: try json.optionalObject(Member.conditions.rawValue).map(PolicyConditions.init(_:)) ?? .all,
                policy: try policy(json, at: "/\(member.rawValue)/\(place)")
            )
        }
    }

    /// - Throws: `required` or `wrong_type`, with the pointer of what cannot be read.
    private static func policy(_ json: JSON, at pointer: String) throws -> SLAPolicy {
        do {
            return try JSONDecoder().decode(SLAPolicy.self, from: Data(json.bytes))
        } catch let error as DecodingError {
            if case .keyNotFound = error { throw DomainError.field(pointer + error.pointer, .required) }
            throw DomainError.field(pointer + error.pointer, .wrongType)
        }
    }
}

extension DecodingError {
    /// Where it is, as an RFC 6901 pointer.
    fileprivate var pointer: String {
        let path: [any CodingKey] =
            switch self {
            case .keyNotFound(let key, let context): context.codingPath + [key]
            case .valueNotFound(_, let context), .typeMismatch(_, let context), .dataCorrupted(let context):
                context.codingPath
            @unknown default: []
            }
        return path.map { "/" + JSONPointer.escaped($0.stringValue) }.joined()
    }
}
