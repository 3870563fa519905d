import CLibpq

extension Connection {
    /// Takes the notifications that have arrived and returns how many there were. Does not wait.
    ///
    /// Also a sign of life: 0 with a closed connection when the server hung up.
    package func notifications() -> Int {
        guard isUsable, let pointer = try? ready() else { return 0 }
        var count = 0
        while let notification = PQnotifies(pointer) {
            PQfreemem(notification)
            count += 1
        }
        return count
    }
}
