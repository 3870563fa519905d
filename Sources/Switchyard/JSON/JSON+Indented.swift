extension JSON {
    /// For files that people read: a member a line, two spaces deeper for each object and list; scalars as in `bytes`.
    package func indented() -> String { indented(by: "") }

    private func indented(by margin: String) -> String {
        let deeper = margin + "  "
        switch self {
        case .object(let object) where !object.isEmpty:
            let lines = object.members.map { member in
                "\(deeper)\(JSON.string(member.key).serialized()): \(member.value.indented(by: deeper))"
            }
            return "{\n" + lines.joined(separator: ",\n") + "\n\(margin)}"
        case .array(let elements) where elements.contains { $0.kind == .object || $0.kind == .array }:
            let lines = elements.map { deeper + $0.indented(by: deeper) }
            return "[\n" + lines.joined(separator: ",\n") + "\n\(margin)]"
        case .object, .array, .string, .number, .bool, .null: return serialized()
        }
    }
}
