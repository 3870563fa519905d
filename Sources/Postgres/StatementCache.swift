/// The prepared statements of one connection, by text and parameter types, least recently used out first.
///
/// Names are never used twice, so that a statement the server still remembers cannot be mistaken for another. What was
/// evicted is closed by `DEALLOCATE` in front of the next flush that begins outside a transaction: there a failure of it
/// cannot spoil anybody's work.
struct StatementCache {
    static let entriesMax = 256
    static let evictedMax = 256
    static let closedPerFlushMax = 64

    /// The text in its pieces: joining them for every look-up would cost more than the look-up.
    struct Key: Hashable {
        let pieces: [SQL.Piece]
        let types: [UInt32]

        /// Lengths tell statements apart nearly always; comparing the texts does the rest, and costs nothing where both are
        /// the same literal. Nobody from outside chooses a text, so the hash has nothing to defend.
        func hash(into hasher: inout Hasher) {
            var mixed = types.count
            for piece in pieces {
                switch piece {
                case .text(let text): mixed = mixed &* 31 &+ text.utf8.count
                case .values(let count): mixed = mixed &* 31 &+ count
                }
            }
            hasher.combine(mixed)
        }
    }

    private struct Entry {
        let name: String
        var lastUse: Int
    }

    private var entries: [Key: Entry] = [:]
    private var evicted: [String] = []
    private var hasForgottenAll = false
    private var clock = 0

    var count: Int { entries.count }

    mutating func name(for key: Key) -> String? {
        guard let index = entries.index(forKey: key) else { return nil }
        clock += 1
        entries.values[index].lastUse = clock
        return entries.values[index].name
    }

    /// A name for a statement that is about to be prepared. Empty, the server's one-time statement, when too many evicted
    /// ones still wait to be closed.
    mutating func add(_ key: Key) -> String {
        if entries.count >= Self.entriesMax {
            guard evicted.count < Self.evictedMax, let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse })
            else { return "" }
            entries[oldest.key] = nil
            evicted.append(oldest.value.name)
        }
        clock += 1
        let name = "s\(clock)"
        entries[key] = Entry(name: name, lastUse: clock)
        return name
    }

    /// The statement was not prepared after all.
    mutating func remove(_ key: Key) { entries[key] = nil }

    /// The tables changed under the plans, or somebody discarded them.
    mutating func forgetAll() {
        entries = [:]
        evicted = []
        hasForgottenAll = true
    }

    /// Statements to send outside any transaction, before anything else.
    mutating func takeClosing() -> [String] {
        if hasForgottenAll {
            entries = [:]
            evicted = []
            hasForgottenAll = false
            return ["DEALLOCATE ALL"]
        }
        let taken = evicted.prefix(Self.closedPerFlushMax)
        evicted.removeFirst(taken.count)
        return taken.map { "DEALLOCATE \($0)" }
    }
}
