import Foundation

/// One committed text file, with its path from the top of the repository.
struct SourceFile: Sendable {
    let path: String
    let lines: [Substring]
    /// The same lines with comments and the contents of string literals blanked (Swift files only).
    let codeLines: [Substring]

    init(path: String, text: String) {
        self.path = path
        lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let code = path.hasSuffix(".swift") ? CodeMask.mask(text) : text
        codeLines = code.split(separator: "\n", omittingEmptySubsequences: false)
    }

    /// The lines of the file, the empty piece after the last newline not counted.
    var lineCount: Int { lines.last?.isEmpty == true ? lines.count - 1 : lines.count }

    var name: String { path.split(separator: "/").last.map(String.init) ?? path }

    /// `Sources/<target>/…` → `<target>`.
    var target: String? {
        let parts = path.split(separator: "/")
        return parts.count > 2 && parts[0] == "Sources" ? String(parts[1]) : nil
    }
}

/// A place where a rule is broken, and why that is one.
struct Finding: Equatable, CustomStringConvertible {
    let path: String
    let line: Int
    let why: String

    var description: String { "\(path):\(line): \(why)" }
}

extension Array<Finding> {
    var report: String { map(\.description).joined(separator: "\n") }
}

/// The checked-out repository. Only what would be committed is read; build products and run folders are not.
enum Repository {
    static let textFoldersAndFiles = [
        "Sources", "Tests", "sql", "scripts", "deploy", ".ci", "README.md", "Package.swift", ".swift-format",
        ".gitignore",
    ]
    static let textFileBytesMax = 4 << 20
    static let generatedFolders: Set<String> = ["__pycache__", ".pytest_cache"]

    static let root: URL = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static let files: [SourceFile] = textFoldersAndFiles.flatMap(read(from:)).sorted { $0.path < $1.path }

    static var sources: [SourceFile] { files.filter { $0.path.hasPrefix("Sources/") && $0.path.hasSuffix(".swift") } }

    static var swift: [SourceFile] { files.filter { $0.path.hasSuffix(".swift") } }

    /// The tidy tests quote what they forbid, so rules about words do not read them.
    static var outsideTidy: [SourceFile] { files.filter { !$0.path.hasPrefix("Tests/TidyTests/") } }

    static func names(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path).sorted()
    }

    private static func read(from start: String) -> [SourceFile] {
        let url = root.appending(path: start)
        guard let below = FileManager.default.subpaths(atPath: url.path), !below.isEmpty else {
            return file(at: start).map { [$0] } ?? []
        }
        return below.compactMap { path in
            let generated = path.split(separator: "/").contains { generatedFolders.contains(String($0)) }
            return generated ? nil : file(at: "\(start)/\(path)")
        }
    }

    private static func file(at path: String) -> SourceFile? {
        guard
            let data = FileManager.default.contents(atPath: root.appending(path: path).path),
            data.count <= textFileBytesMax,
            let text = String(data: data, encoding: .utf8)
        else { return nil }
        return SourceFile(path: path, text: text)
    }
}
