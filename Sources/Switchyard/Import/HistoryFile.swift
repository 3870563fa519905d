import Crypto
import Foundation

/// A history file, read a piece at a time and never held whole. Its identity is the SHA-256 of all its bytes: a renamed
/// copy is the same file, a changed one is another, in which cases that are here already are left as they are.
package struct HistoryFile {
    package static let lineBytesMax = 1_048_576
    private static let pieceBytes = 65_536
    private static let newline = UInt8(ascii: "\n")

    package struct Line {
        /// From 1.
        package let number: Int64
        /// Nil: longer than `lineBytesMax`.
        package let bytes: [UInt8]?
    }

    package let path: String
    package let sha256: [UInt8]
    package let bytesCount: Int64

    package init(path: String) throws {
        let handle = try FileHandle(forReadingFrom: URL(filePath: path))
        defer { try? handle.close() }
        var hash = SHA256()
        var count: Int64 = 0
        while let piece = try handle.read(upToCount: HistoryFile.pieceBytes), !piece.isEmpty {
            hash.update(data: piece)
            count += Int64(piece.count)
        }
        self.path = path
        sha256 = Array(hash.finalize())
        bytesCount = count
    }

    /// Every line in order, without its line end; the bytes read so far for whoever shows progress. Empty ones are left out.
    package func forEachLine(_ visit: (Line, _ bytesRead: Int64) throws -> Void) throws {
        let handle = try FileHandle(forReadingFrom: URL(filePath: path))
        defer { try? handle.close() }
        var cutter = LineCutter()
        var bytesRead: Int64 = 0
        while let piece = try handle.read(upToCount: HistoryFile.pieceBytes), !piece.isEmpty {
            bytesRead += Int64(piece.count)
            let parts = piece.split(separator: HistoryFile.newline, omittingEmptySubsequences: false)
            for (index, part) in parts.enumerated() {
                cutter.append(part)
                if index + 1 < parts.count, let line = cutter.end() { try visit(line, bytesRead) }
            }
        }
        if let line = cutter.end() { try visit(line, bytesRead) }
    }
}

/// Puts lines together out of pieces, and lets go of what is too long.
private struct LineCutter {
    private var number: Int64 = 0
    private var bytes: [UInt8] = []
    private var isTooLong = false

    mutating func append(_ part: Data) {
        guard !isTooLong else { return }
        guard bytes.count + part.count <= HistoryFile.lineBytesMax else {
            isTooLong = true
            bytes = []
            return
        }
        bytes.append(contentsOf: part)
    }

    /// The line that ends here; nil for an empty one.
    mutating func end() -> HistoryFile.Line? {
        defer {
            bytes.removeAll(keepingCapacity: true)
            isTooLong = false
        }
        number += 1
        if isTooLong { return HistoryFile.Line(number: number, bytes: nil) }
        if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
        return bytes.isEmpty ? nil : HistoryFile.Line(number: number, bytes: bytes)
    }
}
