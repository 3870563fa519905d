import CLibpq

/// Cancels what a connection is running, from any thread, also while its own thread waits for the answer.
///
/// A cancel that arrives after the statement ended hits nothing, or the next statement: send it only while the work to
/// stop is known to be running. Opens a short connection of its own and blocks for it.
// @unchecked: a PGcancel is never changed after PQgetCancel made it, and PQcancel is documented as safe from any thread;
// it is freed once, when the last reference is gone.
package final class CancelHandle: @unchecked Sendable {
    private static let messageBytesMax = 256

    private let pointer: OpaquePointer

    init?(connection: OpaquePointer) {
        guard let pointer = PQgetCancel(connection) else { return nil }
        self.pointer = pointer
    }

    deinit { PQfreeCancel(pointer) }

    /// True: the request was handed over, which is not yet proof that it had an effect.
    @discardableResult
    package func cancel() -> Bool {
        var message = [CChar](repeating: 0, count: Self.messageBytesMax)
        return PQcancel(pointer, &message, Int32(message.count)) == 1
    }
}
