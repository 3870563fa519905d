import Crypto
import Foundation

/// Which cases are asked where a tenant asks only some (`spec/surveys-reports.md V4`): by a hash of the case and of the
/// question's version, so that nobody can choose and every look gives the same answer.
struct SurveySample: Sendable, Hashable {
    static let whole = 10_000

    /// 0 to 9,999; asked are the draws below the rate.
    let draw: Int
    /// Basis points.
    let rate: Int

    init(ticket: UUID, version: Int, rate: Int) {
        let hash = SHA256.hash(data: ticket.bytes + Array(String(version).utf8))
        draw = Int(hash.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) } % UInt64(SurveySample.whole))
        self.rate = rate
    }

    var isIn: Bool { draw < rate }

    var json: JSON { ["draw": draw.json, "rate": rate.json] }
}
