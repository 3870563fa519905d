package import BusinessTime
import Foundation
import Postgres

/// What a client may use, set by the firm; a limit that is not set is none.
///
/// Losing a customer's request is the worst that a desk can do, so a limit is soft unless the firm says otherwise: it raises alarms
/// at 80 and 100 per cent and refuses nothing. A hard one of the intake refuses requests until the day is over; a hard one of
/// mails lets them wait, and none is lost. Storage refuses nothing, ever.
package struct Quotas: Sendable, Hashable {
    package enum Name: String, CaseIterable, Sendable {
        /// Customers' requests and messages that were taken in, of a day.
        case intake
        /// Mails to the client's customers that somebody's server took, of a day. What the firm tells its own people is not the
        /// client's use.
        case mail
        /// Bytes of sealed texts of messages, in all.
        case storage

        /// Of a day, in the tenant's zone; the others add up for good.
        var isOfADay: Bool { self != .storage }

        var meaning: String {
            switch self {
            case .intake: "Customers' requests of a day. Hard: beyond it they are refused until it is over."
            case .mail: "Mails to customers of a day. Hard: beyond it answers and surveys wait; none is lost."
            case .storage: "Bytes of messages, sealed as they are stored, in all. Nothing is refused."
            }
        }
    }

    package struct Limit: Sendable, Hashable {
        package let most: Int64
        package let isHard: Bool

        package init(most: Int64, isHard: Bool = false) {
            self.most = most
            self.isHard = isHard
        }
    }

    package static let mostMax: Int64 = 1_000_000_000_000_000

    package internal(set) var limits: [Name: Limit] = [:]
    /// The ETag; 0 where nobody has set any.
    package internal(set) var revision: Int64 = 0
    /// Requests are refused until then.
    package internal(set) var intakeClosedUntil: Instant?

    package static let schema: Schema = .named(
        "Quotas",
        .object(
            Name.allCases.map { name in
                let limit: Schema.Field = .required("limit", .integer(1...mostMax))
                let isHard: Schema.Field = .optional("is_hard", .boolean, "Default false: alarms and nothing else.")
                return .required(
                    name.rawValue,
                    .object(name == .storage ? [limit] : [limit, isHard]),
                    nullable: true,
                    name.meaning
                )
            }
        )
    )

    package static func limits(_ body: JSON) throws -> [Name: Limit] {
        try Name.allCases.reduce(into: [:]) { limits, name in
            guard let wish = try body.optionalObject(name.rawValue) else { return }
            limits[name] = Limit(
                most: try wish.integer("limit"),
                isHard: try wish.optionalBool("is_hard") ?? false
            )
        }
    }

    init() {}

    static func select(tenant: SQL, lock: SQL = "") -> SQL {
        """
        SELECT q.intake_max, q.intake_is_hard, q.mail_max, q.mail_is_hard, q.storage_max, q.intake_closed_until, q.revision
        FROM switchyard.quota q WHERE q.tenant_id = \(tenant)\(lock)
        """
    }

    init(from row: Row?) throws {
        guard let row else { return }
        var cursor = row.cursor()
        for name in Name.allCases {
            let most: Int64? = try cursor.next()
            let isHard = try name == .storage ? false : cursor.next(Bool.self)
            limits[name] = most.map { Limit(most: $0, isHard: isHard) }
        }
        intakeClosedUntil = try cursor.next()
        revision = try cursor.next()
    }

    /// - Parameter isLocked: whoever else would judge them waits.
    static func load(isLocked: Bool = false, in tx: TenantTransaction) throws -> Quotas {
        try Quotas(
            from: tx.query(select(tenant: "\(tx.tenantID)", lock: isLocked ? " FOR UPDATE" : ""), "quotas").first
        )
    }

    /// Sets all of them. Whether requests are refused is decided anew at once.
    ///
    /// - Throws: `revision_changed`.
    package static func set(
        _ limits: [Name: Limit],
        ifRevision expected: Int64?,
        in tx: TenantTransaction
    ) throws -> QuotaStanding {
        tx.write(
            "make quotas",
            """
            INSERT INTO switchyard.quota (tenant_id, intake_is_hard, mail_is_hard, revision)
            VALUES (\(tx.tenantID), false, false, 0) ON CONFLICT (tenant_id) DO NOTHING
            """
        )
        var quotas = try load(isLocked: true, in: tx)
        guard expected.map({ $0 == quotas.revision }) ?? true else { throw DomainError(.conflict, "revision_changed") }
        quotas.limits = limits
        quotas.revision += 1
        tx.write(
            "set quotas",
            """
            UPDATE switchyard.quota SET intake_max = \(limits[.intake]?.most), mail_max = \(limits[.mail]?.most),
                storage_max = \(limits[.storage]?.most), intake_is_hard = \(limits[.intake]?.isHard ?? false),
                mail_is_hard = \(limits[.mail]?.isHard ?? false), revision = \(quotas.revision)
            WHERE tenant_id = \(tx.tenantID)
            """
        )
        try tx.recordSettings(.quotasSet, subject: tx.tenantID)
        let usage = try Usage.load(in: tx)
        _ = try QuotaReview.judge(&quotas, usage, in: tx)
        return QuotaStanding(quotas: quotas, usage: usage)
    }
}

/// The client has used up what it may today.
package struct QuotaReached: Error, Sendable, Hashable {
    /// Until the day is over.
    package let waitSeconds: Int64
}

extension TenantTransaction {
    /// Asks nothing of the database: that a hard limit is reached is part of the set-up which every process has at hand, and is
    /// written there by the review, once a minute. So a limit is exceeded by what comes within `Usage.lagSeconds` and a round of it.
    ///
    /// - Throws: `QuotaReached`.
    func requireOpenIntake() throws {
        guard let until = try settings().quotas.intakeClosedUntil, try now < until else { return }
        throw QuotaReached(waitSeconds: try now.seconds(until: until))
    }
}
