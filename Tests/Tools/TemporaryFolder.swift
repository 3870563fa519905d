package import Foundation

/// A folder of one test's own, gone with its last reference. The only place where a test gets a folder (a rule of
/// `TidyTests`), so that none can forget to remove it.
package final class TemporaryFolder: Sendable {
    /// Held by the process: what a crash of a test leaves behind goes when the process ends. Others may pass through it,
    /// because a server that a test starts may run as another account.
    private static let parent: URL = {
        let template = FileManager.default.temporaryDirectory.appending(path: "syt-XXXXXX").path
        var path = Array(template.utf8CString)
        guard mkdtemp(&path) != nil, chmod(path, 0o711) == 0 else { preconditionFailure("no folder in \(template)") }
        atexit { try? FileManager.default.removeItem(at: TemporaryFolder.parent) }
        return URL(filePath: String(decoding: path.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self))
    }()

    package let url: URL
    package var path: String { url.path }

    /// The path stays short enough for a unix socket in it (107 bytes).
    package init() throws {
        url = TemporaryFolder.parent.appending(path: UUID().uuidString.prefix(8).lowercased())
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    /// For a folder that only a path remembers: it stays until the body is done.
    package static func with<Value>(_ body: (TemporaryFolder) throws -> Value) throws -> Value {
        let folder = try TemporaryFolder()
        return try withExtendedLifetime(folder) { try body(folder) }
    }
}
