extension CaseFile {
    /// Does to this case what a bulk act wants.
    mutating func act(_ wish: BulkWish) throws {
        try requireUnmerged()
        switch wish {
        case .setPriority(let priority, let reason): try setPriority(priority, reason: reason)
        case .assign(let person): try assign(to: person)
        case .note(let text): _ = try note(text)
        }
    }

    /// Restores what was there before an entry of the log that a bulk act made, by the same verb. A case that was new stays open.
    ///
    /// - Returns: false where somebody has changed it since, also to what it was.
    mutating func takeBack(_ sequence: Int, reason: String) throws -> Bool {
        try requireUnmerged()
        guard let entry = events.first(where: { $0.sequence == sequence }) else { throw StoredValueUnknown() }
        let since = events.drop { $0.sequence <= sequence }
        switch entry.kind {
        case .priorityChanged:
            guard try !since.contains(where: { try $0.changesPriority }) else { return false }
            guard let before = TicketPriority(name: try entry.body.string("from")) else { throw StoredValueUnknown() }
            try setPriority(before, reason: reason)
        case .assigned:
            guard try !since.contains(where: { try $0.changesHolder }) else { return false }
            try assign(to: entry.body.optionalUUID("before"))
        default: throw StoredValueUnknown()
        }
        return true
    }
}

extension CaseEvent {
    fileprivate var changesPriority: Bool {
        get throws {
            switch kind {
            case .priorityChanged: true
            case .correctionDecided: try body.bool("approved")
            default: false
            }
        }
    }

    fileprivate var changesHolder: Bool {
        get throws {
            switch kind {
            case .assigned, .escalated: true
            default: try placedAt != nil
            }
        }
    }
}
