import Postgres

/// What was refused of one item, with the item's place in the document.
struct SetupFault: Error {
    private let cause: any Error
    private let pointer: String

    static func under<Value>(_ pointer: String, _ act: () throws -> Value) throws(SetupFault) -> Value {
        do {
            return try act()
        } catch {
            throw SetupFault(cause: translateConstraint(error), pointer: pointer)
        }
    }

    /// - Throws: what is nobody's fault, or ends the transaction.
    func fields() throws -> [FieldError] {
        switch cause {
        case let error as DomainError where error.code == .invalid && !error.fields.isEmpty:
            return error.under(pointer).fields
        case let error as DomainError where error.code == .forbidden: return [FieldError(pointer, .notPermitted)]
        case let error as FieldError: return [FieldError(pointer + error.pointer, error.code, error.parameters)]
        default: throw cause
        }
    }

    /// As many as an answer holds.
    static func told(_ faults: [FieldError]) -> [FieldError] { Array(faults.prefix(Schema.errorsMax)) }
}
