import CLibpq

/// Keeps the server's notices off our standard error, and notes the one with which it ends an idle connection.
final class LastWords {
    private(set) var wereHeard = false

    /// The connection must not outlive this object.
    func listen(on connection: OpaquePointer) {
        let receiver: PQnoticeReceiver = { context, result in
            guard let context, let result, let severity = PQresultErrorField(result, severityField) else { return }
            guard ["FATAL", "PANIC"].contains(String(cString: severity)) else { return }
            Unmanaged<LastWords>.fromOpaque(context).takeUnretainedValue().wereHeard = true
        }
        PQsetNoticeReceiver(connection, receiver, Unmanaged.passUnretained(self).toOpaque())
    }
}

/// The severity in English, whatever the server's language.
private let severityField = Int32(UInt8(ascii: "V"))
