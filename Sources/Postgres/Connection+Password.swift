import CLibpq

extension Connection {
    /// What the server stores in place of a password (SCRAM-SHA-256), made here, so that the password itself never travels
    /// and is in no log.
    package func passwordVerifier(_ password: String, role: String) throws -> String {
        guard !password.isEmpty, !password.utf8.contains(0), !role.utf8.contains(0) else {
            throw PostgresError.refused("a password is empty or holds a NUL character")
        }
        let pointer = try ready()
        guard let verifier = PQencryptPasswordConn(pointer, password, role, "scram-sha-256") else {
            throw PostgresError.refused("the password cannot be used")
        }
        defer { PQfreemem(verifier) }
        return String(cString: verifier)
    }
}
