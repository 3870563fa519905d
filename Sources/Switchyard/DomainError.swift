/// What went wrong, said once and translated at the edge. Six codes are for people; anything else that is thrown is
/// internal, logged once, and answered without detail.
package struct DomainError: Error, Sendable, Hashable {
    package enum Code: String, Sendable, CaseIterable {
        /// The request cannot be understood or breaks a rule; `fields` says where.
        case invalid
        /// No credential, or one that is not good (any more).
        case unauthenticated
        /// A good credential without this permission on something it may know of.
        case forbidden
        /// Absent, or behind another tenant's wall: nobody can tell which.
        case notFound
        /// The state of things does not allow it now.
        case conflict
        /// Too much, or the store is away: try again later.
        case limited
    }

    package let code: Code
    /// A stable word from the error catalogue, such as `revision_changed`.
    package let reason: String
    package let fields: [FieldError]

    package init(_ code: Code, _ reason: String, fields: [FieldError] = []) {
        self.code = code
        self.reason = reason
        self.fields = fields
    }

    package static let notFound = DomainError(.notFound, "not_found")
    package static let unauthenticated = DomainError(.unauthenticated, "credential_not_accepted")
    package static let forbidden = DomainError(.forbidden, "permission_missing")

    /// One field is wrong. `pointer` is an RFC 6901 pointer into the request body.
    package static func field(
        _ pointer: String,
        _ code: FieldError.Code,
        _ parameters: [String: String] = [:]
    ) -> DomainError {
        DomainError(.invalid, "validation_failed", fields: [FieldError(pointer, code, parameters)])
    }

    /// For a body that holds, as a member, what was refused.
    package func under(_ pointer: String) -> DomainError {
        DomainError(code, reason, fields: fields.map { FieldError(pointer + $0.pointer, $0.code, $0.parameters) })
    }

    /// For a form that has the field under another name.
    func renaming(_ pointer: String, to name: String) -> DomainError {
        let renamed = fields.map { $0.pointer == pointer ? FieldError(name, $0.code, $0.parameters) : $0 }
        return DomainError(code, reason, fields: renamed)
    }
}
