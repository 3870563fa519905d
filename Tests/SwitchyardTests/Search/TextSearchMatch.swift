/// What PostgreSQL's `tsvector @@ tsquery` does, for the literals `SearchTokens` writes: AND of lexemes and phrases.
struct TextSearchMatch {
    private let positions: [String: [Int]]

    init(document: String) {
        var positions: [String: [Int]] = [:]
        for item in document.split(separator: " ") {
            guard let colon = item.lastIndex(of: ":") else { continue }
            let lexeme = String(item[..<colon].dropFirst().dropLast())
            positions[lexeme] = item[item.index(after: colon)...].split(separator: ",").compactMap { Int($0) }
        }
        self.positions = positions
    }

    func matches(_ query: String) -> Bool {
        query.split(separator: " & ").allSatisfy { clause in matchesPhrase(clause.filter { $0 != "(" && $0 != ")" }) }
    }

    private func matchesPhrase(_ phrase: String) -> Bool {
        let items = phrase.split(separator: " ")
        var ends = places(items[0])
        var index = 1
        while index + 1 < items.count {
            let distance = items[index] == "<->" ? 1 : Int(items[index].dropFirst().dropLast()) ?? 0
            let next = places(items[index + 1])
            ends = next.intersection(ends.map { $0 + distance })
            index += 2
        }
        return !ends.isEmpty
    }

    private func places(_ term: Substring) -> Set<Int> {
        guard term.hasSuffix(":*") else { return Set(positions[String(term.dropFirst().dropLast())] ?? []) }
        let prefix = term.dropFirst().dropLast(3)
        return Set(positions.filter { $0.key.unicodeScalars.starts(with: prefix.unicodeScalars) }.flatMap(\.value))
    }
}
