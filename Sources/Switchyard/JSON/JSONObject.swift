/// The members of a JSON object in the order they were written.
///
/// Lookup walks the members while they are few and uses an index beyond `walkedMembersMax`; the index hashes with Swift's
/// per-process seed, so that chosen keys cannot make it slow. A dictionary literal leaves out members that are nil; it has each
/// key once, and is walked however long it is.
package struct JSONObject: Sendable {
    /// Objects up to this many members are searched one by one.
    package static let walkedMembersMax = 32

    package struct Member: Sendable {
        package let key: String
        package fileprivate(set) var value: JSON
    }

    package private(set) var members: [Member] = []
    private var positions: [ExactText: Int] = [:]

    package init() {}

    /// Later values replace earlier ones under the same key.
    package init(_ pairs: some Sequence<(key: String, value: JSON)>) {
        for (key, value) in pairs { self[key] = value }
    }

    package var count: Int { members.count }
    package var isEmpty: Bool { members.isEmpty }
    package var keys: [String] { members.map(\.key) }

    /// Setting nil removes the member; setting a new key appends it.
    package subscript(key: String) -> JSON? {
        get { position(of: key).map { members[$0].value } }
        set {
            guard let newValue else { return remove(key) }
            guard let position = position(of: key) else { return append(key, newValue) }
            members[position].value = newValue
        }
    }

    /// Appends unless the key is already there; false when it is. What the parser refuses duplicates with.
    mutating func insert(_ key: String, _ value: JSON) -> Bool {
        guard position(of: key) == nil else { return false }
        append(key, value)
        return true
    }

    func contains(_ key: String) -> Bool { position(of: key) != nil }

    /// A member whose key is known not to be there yet.
    mutating func append(_ key: String, _ value: JSON) {
        members.append(Member(key: key, value: value))
        if members.count > Self.walkedMembersMax { indexMembers() }
    }

    private mutating func indexMembers() {
        for position in positions.count..<members.count {
            positions[ExactText(members[position].key)] = position
        }
    }

    private mutating func remove(_ key: String) {
        guard let position = position(of: key) else { return }
        members.remove(at: position)
        positions = [:]
        if members.count > Self.walkedMembersMax { indexMembers() }
    }

    private func position(of key: String) -> Int? {
        guard !positions.isEmpty else {
            return members.indices.first { ExactText.isSame(members[$0].key, key) }
        }
        return positions[ExactText(key)]
    }
}

extension JSONObject: Hashable {
    package static func == (left: JSONObject, right: JSONObject) -> Bool {
        left.count == right.count && left.members.allSatisfy { right[$0.key] == $0.value }
    }

    package func hash(into hasher: inout Hasher) {
        var sum = 0
        for member in members {
            var memberHasher = Hasher()
            memberHasher.combine(ExactText(member.key))
            memberHasher.combine(member.value)
            sum &+= memberHasher.finalize()
        }
        hasher.combine(sum)
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    package init(dictionaryLiteral elements: (String, JSON?)...) { self.init(literal: elements) }

    init(literal elements: [(String, JSON?)]) {
        members.reserveCapacity(elements.count)
        for (key, value) in elements {
            guard let value else { continue }
            assert(!contains(key), "twice in one literal: \(key)")
            members.append(Member(key: key, value: value))
        }
    }
}
