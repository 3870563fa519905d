/// Why a server, a database or a binary cannot be worked with, in one sentence for whoever starts the process.
package enum SchemaRefusal: Error, Sendable, Hashable, CustomStringConvertible {
    case serverTooOld(version: Int)
    case characterType(String)
    case rolesFileMissing(path: String)
    case unknownRole(String)
    /// The key file is not the one the operator's data was sealed with.
    case masterKeyDiffers
    case schemaTooOld(database: Int, needed: Int)
    case binaryTooOld(binary: Int, oldest: Int)

    package var description: String {
        switch self {
        case .serverTooOld(let version):
            "PostgreSQL 15.14 or newer is needed, this server is \(SchemaSetup.versionText(version))."
        case .characterType(let name):
            "The database's LC_CTYPE is \(name), so case and letters outside ASCII are wrong; use C.UTF-8."
        case .rolesFileMissing(let path): "The file \(path) cannot be read."
        case .unknownRole(let name): "There is no database role \(name) to set a password for."
        case .masterKeyDiffers: "The master key does not open this database's keys; it belongs to another one."
        case .schemaTooOld(let database, let needed):
            "The database has schema \(database) and this program needs \(needed): run switchyardctl migrate."
        case .binaryTooOld(let binary, let oldest):
            "This program (\(binary)) is older than the oldest the database works with (\(oldest)): install a newer one."
        }
    }
}
