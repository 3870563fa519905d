import BusinessTime
import Foundation
import Postgres

extension PeopleFile {
    /// All rows or none.
    ///
    /// - Throws: everything that is wrong with the rows; pointers name the line and the column.
    package func apply(in tx: DirectoryTransaction) throws -> PeopleFileReport {
        let report = try rows(in: tx)
        let faults = report.rows.flatMap(\.faults)
        guard faults.isEmpty else { throw DomainError(.invalid, "validation_failed", fields: faults) }
        return report
    }

    /// The same without leaving anything behind, faults row by row.
    package func rehearse(in tx: DirectoryTransaction) throws -> PeopleFileReport {
        try tx.withoutTrace { try rows(in: tx) }
    }

    private func rows(in tx: DirectoryTransaction) throws -> PeopleFileReport {
        var teams: [String: UUID] = [:]
        for team in try TeamRecord.all(named: lines.compactMap { try $0.fields.optionalString("team") }, in: tx) {
            teams[team.name] = team.id
        }
        return PeopleFileReport(
            rows: try lines.map { line in
                do {
                    let faults = PeopleFile.schema.validate(line.fields)
                    guard faults.isEmpty else { throw DomainError(.invalid, "validation_failed", fields: faults) }
                    return .init(line: line.number, outcome: try apply(line.fields, teams: teams, in: tx), faults: [])
                } catch let error as DomainError where error.code == .invalid {
                    return .init(line: line.number, outcome: .refused, faults: error.under("/\(line.number)").fields)
                }
            }
        )
    }

    private func apply(
        _ row: JSON,
        teams: [String: UUID],
        in tx: DirectoryTransaction
    ) throws -> PeopleFileReport.Outcome {
        let team = try row.optionalString("team")
        if let team, teams[team] == nil { throw DomainError.field("/team", .unknown) }
        let (person, outcome) = try person(row, in: tx)
        var isChanged = false
        if let grant = try grant(row, of: person, in: tx) { isChanged = try settle(grant, in: tx) }
        if let team = team.flatMap({ teams[$0] }),
            try !TeamRecord.all(of: person, in: tx).contains(where: { $0.id == team })
        {
            try Team.addMember(person, to: team, from: nil, until: nil, in: tx)
            isChanged = true
        }
        return outcome == .unchanged && isChanged ? .changed : outcome
    }

    private func person(
        _ row: JSON,
        in tx: DirectoryTransaction
    ) throws -> (id: UUID, outcome: PeopleFileReport.Outcome) {
        let profile = PersonProfile(name: try row.string("name"), email: try row.string("email"))
        let language = try row.optionalString("language")
        guard let known = try PersonRecord.find(email: profile.email, in: tx) else {
            return (try Person.add(profile, language: language ?? "en", in: tx), .added)
        }
        guard known.status == .active else { throw DomainError.field("/email", .taken) }
        if known.profile.name == profile.name, language ?? known.language == known.language {
            return (known.id, .unchanged)
        }
        try Person.change(
            known.id,
            to: PersonProfile(name: profile.name, email: known.profile.email),
            language: language ?? known.language,
            in: tx
        )
        return (known.id, .changed)
    }

    private func grant(_ row: JSON, of person: UUID, in tx: DirectoryTransaction) throws -> AccessGrant? {
        guard let role = try row.optionalString("role").flatMap(Role.init(rawValue:)) else {
            for name in ["tenant", "level", "skills", "languages", "clearances", "valid_until"] where row[name] != nil {
                throw DomainError.field("/role", .required)
            }
            return nil
        }
        let tenant = try row.optionalString("tenant").map { slug in
            guard let id = try Tenant.find(slug, in: tx) else { throw DomainError.field("/tenant", .unknown) }
            return id
        }
        return AccessGrant(
            personID: person,
            tenantID: tenant,
            role: role,
            level: try row.optionalString("level").flatMap(Level.init(name:))?.rawValue,
            suits: try AccessGrant.Suitability(row),
            from: nil,
            until: try row.optionalInstant("valid_until")
        )
    }

    /// Gives what does not stand already; what the person had in the same role at the same client ends. Answers whether
    /// anything changed.
    private func settle(_ grant: AccessGrant, in tx: DirectoryTransaction) throws -> Bool {
        let alike = try GrantRecord.standing(of: grant.personID, in: tx).filter {
            $0.grant.tenantID == grant.tenantID && $0.grant.role == grant.role
        }
        let same = alike.contains {
            $0.grant.level == grant.level && $0.grant.suits == grant.suits && $0.grant.until == grant.until
        }
        if same { return false }
        for one in alike { try AccessGrant.end(one.id, in: tx) }
        _ = try grant.give(in: tx)
        return true
    }
}
