extension CaseFile {
    /// Does to this case what a bulk act wants.
    mutating func act(_ wish: BulkWish) throws {
        try requireUnmerged()
        switch wish {
        case .setPriority(let priority, let reason): try setPriority(priority, reason: reason)
        case .assign(let person): try assign(to: person)
        case .note(let text): _ = try note(text)
        case .setStatus(let status): try setStatus(status)
        case .handOver(let proposal):
            guard try !isAtHome(to: proposal) else { return }
            try proposeHandover(proposal)
        case .recordSolution(let text, let category): try recordSolution(text, category: category)
        }
    }

    /// Restores what was there before an entry of the log that a bulk act made, by the same verb. A case that was new stays open.
    ///
    /// - Returns: false where somebody has changed it since, also to what it was.
    /// - Throws: `first_solution_stays` where no version was there before.
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
        case .statusChanged:
            guard !since.contains(where: \.changesStatus) else { return false }
            guard try status(entry, "to") == ticket.status else { return false }
            let before = try status(entry, "from")
            try setStatus(before == .new ? .open : before)
        case .handoverProposed: return try withdrawOffer(sequence, note: reason)
        case .solutionRecorded:
            guard !since.contains(where: { $0.kind == .solutionRecorded }) else { return false }
            try restoreSolution(before: Int(entry.body.integer("version")))
        default: throw StoredValueUnknown()
        }
        return true
    }
}

extension CaseFile {
    private func status(_ entry: CaseEvent, _ member: String) throws -> TicketStatus {
        guard let status = TicketStatus(rawValue: try entry.body.string(member)) else { throw StoredValueUnknown() }
        return status
    }

    /// As the newest version once more: a version never goes.
    private mutating func restoreSolution(before version: Int) throws {
        guard let before = try Solution.versions(of: ticket.id, before: version, limit: 1, in: tx).first else {
            throw DomainError(.conflict, "first_solution_stays")
        }
        try recordSolution(before.text, category: TicketCategory(rawValue: before.category))
    }
}

extension CaseEvent {
    fileprivate var changesStatus: Bool {
        switch kind {
        case .statusChanged, .resolved, .reopened: true
        case .replied: body["status"] != nil
        default: false
        }
    }

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
