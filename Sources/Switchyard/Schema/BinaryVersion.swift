/// Numbers by which a process and a schema agree to work together.
///
/// A migration that takes something away raises `migration.compatibility.oldest_binary` to the first binary that does not
/// miss it.
package enum BinaryVersion {
    /// Raised with every release that a later migration may name as the oldest it still serves.
    package static let current = 6
    /// The newest migration whose tables and columns this binary uses; a test compares it with the folder.
    package static let schemaNeeded = 54
}
