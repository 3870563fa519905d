import Foundation
import Switchyard

/// Writes each mail as one file `<message-id>.eml`, mode 0600, complete or not at all: temporary file, fsync, rename,
/// fsync of the folder. The same Message-ID is the same file, so a resend leaves one.
struct MailFolderCarrier: Sendable {
    static let nameLengthMax = 180
    private static let suffix = ".eml"
    private static let nameSymbols = Set("-_.@+".utf8)

    let folder: String

    func send(_ message: MailMessage) -> SendOutcome {
        let bytes: [UInt8]
        do {
            bytes = try MailForm.bytes(message)
        } catch {
            return .rejected(.messageInvalid)
        }
        guard let identifier = MailForm.bareIdentifier(message.messageID) else { return .rejected(.messageInvalid) }
        let name = Self.fileName(identifier)
        return place(bytes, at: "\(folder)/\(name)") ? .accepted(reference: name) : .retry(.folderFailed)
    }

    /// Letters, digits and a few symbols stay. Where anything was replaced or cut, a checksum of the original keeps two
    /// identifiers from sharing a file.
    static func fileName(_ identifier: String) -> String {
        let kept = identifier.utf8.prefix(nameLengthMax).map { byte in
            let isKept = isAlphanumeric(byte) || nameSymbols.contains(byte)
            return isKept ? byte : UInt8(ascii: "_")
        }
        let name = String(decoding: kept, as: UTF8.self)
        guard name != identifier || name.hasPrefix(".") else { return name + suffix }
        let checksum = String(checksum(identifier), radix: 16)
        return "_\(name)-\(checksum)\(suffix)"
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        let character = Character(UnicodeScalar(byte))
        return character.isASCII && (character.isLetter || character.isNumber)
    }

    /// FNV-1a, 64 bits: for telling names apart, not for secrecy.
    private static func checksum(_ text: String) -> UInt64 {
        text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
    }

    private func place(_ bytes: [UInt8], at path: String) -> Bool {
        let temporary = "\(folder)/.\(UUID().uuidString).tmp"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return false }
        let isWritten = write(bytes, to: descriptor) && fsync(descriptor) == 0
        let isClosed = close(descriptor) == 0
        guard isWritten, isClosed, rename(temporary, path) == 0 else {
            unlink(temporary)
            return false
        }
        return syncFolder()
    }

    private func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        bytes.withUnsafeBytes { buffer in
            var offset = 0
            while offset < buffer.count {
                let count = Foundation.write(
                    descriptor,
                    buffer.baseAddress?.advanced(by: offset),
                    buffer.count - offset
                )
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return false }
                offset += count
            }
            return true
        }
    }

    /// Without this the name may be gone after a power cut.
    private func syncFolder() -> Bool {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return fsync(descriptor) == 0
    }
}
