package import BusinessTime
package import Foundation
import Postgres

/// Something that is left out of a contract's figures, met and missed alike (`spec/sla.md X4`). It is proposed by the
/// operator and counts from the moment the client approves it.
package struct Exclusion: Sendable, Hashable {
    package enum Kind: String, CaseIterable, Sendable {
        case clientOutage = "client_outage"
        case forceMajeure = "force_majeure"
        case chainHalt = "chain_halt"
        case exchangeOutage = "exchange_outage"
        case volumeOverForecast = "volume_over_forecast"
        case testTicket = "test_ticket"
        case spam

        /// Which clocks are left out.
        package enum Reach: Sendable {
            /// Those that ran in the window: some of the open time that a clock used before its verdict lies in it. An outage
            /// at night excuses no clock of office hours, and none excuses a clock whose verdict was final before.
            case ranWithin
            /// Those that began in the window, which is an interval of the forecast: contacts belong to the interval in which
            /// they arrive (X2).
            case beganWithin
            /// All clocks of one case.
            case wholeCase
        }

        package var reach: Reach {
            switch self {
            case .clientOutage, .forceMajeure, .chainHalt, .exchangeOutage: .ranWithin
            case .volumeOverForecast: .beganWithin
            case .testTicket, .spam: .wholeCase
            }
        }

        static func of(_ reach: Reach) -> [String] { allCases.filter { $0.reach == reach }.map(\.rawValue) }
    }

    /// A window is no longer than a year of 366 days.
    package static let windowSecondsMax: Int64 = 366 * 86_400
    package static let reasonBytesMax = 2_000

    package let id: UUID
    package let kind: Kind
    package internal(set) var state: ApprovalState
    /// The case; nil for a window.
    package let ticketID: UUID?
    package let window: Range<Instant>?
    /// Clocks of a window; empty takes all.
    package let metrics: [SLAMetric]
    package let population: Population
    package let volume: Volume?
    /// Why; secrets are taken out of it.
    package let reason: String
    package let proposedAt: Instant
    /// Oldest first.
    package var acts: [ApprovalAct] = []

    /// Cases expected in the window, and those that came.
    package struct Volume: Sendable, Hashable {
        package let forecast: Int64
        /// How many more than forecast are the operator's own risk, in basis points.
        package let toleranceBasisPoints: Int64
        package let actual: Int64

        /// Integers, as everywhere in a contract.
        package var isOver: Bool { actual * 10_000 > forecast * (10_000 + toleranceBasisPoints) }
    }
}

extension TenantTransaction {
    /// Answers for the operator here: its administrator, a lead, an operations manager.
    ///
    /// - Throws: `supervisor_required`, or what is named instead.
    func requireSupervisor(or refusal: String = "supervisor_required") throws {
        switch request.actor.kind {
        case .operatorAdmin: return
        case .agent:
            guard try personRole == .lead || personRole == .operationsManager else {
                throw DomainError(.forbidden, refusal)
            }
        case .tenantAdmin, .intake, .source, .customer, .worker, .importer:
            throw DomainError(.forbidden, refusal)
        }
    }

    /// Speaks for the client: its administrator's key, or a person whom it made one.
    func requireClient() throws {
        switch request.actor.kind {
        case .tenantAdmin: return
        case .agent:
            guard try personRole == .tenantAdmin else {
                throw DomainError(.forbidden, "client_required")
            }
        case .operatorAdmin, .intake, .source, .customer, .worker, .importer:
            throw DomainError(.forbidden, "client_required")
        }
    }
}
