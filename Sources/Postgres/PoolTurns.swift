/// Which threads of a pool work.
///
/// Connections that work at the same time take each other's place in the processors' caches: the server answers most with
/// about two for each processor, and a fifth less with four. So no more than `activeMax` work at once while they are quick,
/// and the one that has rested least is the next to start. One that has worked for longer than `quickMillisecondsMax` does
/// not count: it waits for a lock or reads much, and who is quick shall not wait behind it while a connection is left.
struct PoolTurns: Sendable {
    let size: Int
    let activeMax: Int
    let quickMillisecondsMax: Int

    /// Until when each thread that works counts as quick.
    private var quickUntil: [Deadline?]
    /// The one that began to rest last at the end.
    private var idle: [Int] = []

    init(size: Int, activeMax: Int, quickMillisecondsMax: Int) {
        self.size = size
        self.activeMax = activeMax
        self.quickMillisecondsMax = quickMillisecondsMax
        quickUntil = Array(repeating: nil, count: size)
    }

    /// Threads at work.
    var busy: Int { quickUntil.count { $0 != nil } }

    func mayStart() -> Bool { activeMax >= size || stillQuick().count { _ in true } < activeMax }

    mutating func start(_ number: Int) { quickUntil[number] = Deadline(milliseconds: quickMillisecondsMax) }

    mutating func stop(_ number: Int) { quickUntil[number] = nil }

    mutating func rest(_ number: Int) { idle.append(number) }

    /// Starts one that rests, if it may.
    mutating func startIdle() -> Int? {
        guard let number = idle.last, mayStart() else { return nil }
        idle.removeLast()
        start(number)
        return number
    }

    /// When one that rests may start although nobody stops; nil when none rests.
    var nextStart: Deadline? { idle.isEmpty ? nil : stillQuick().min() }

    private func stillQuick() -> some Sequence<Deadline> {
        let now = Deadline(milliseconds: 0)
        return quickUntil.lazy.compactMap(\.self).filter { now < $0 }
    }

    /// All that rest, which rest no more.
    mutating func wakeAll() -> [Int] {
        defer { idle = [] }
        return idle
    }
}
