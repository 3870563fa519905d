import Postgres

extension Delivery {
    /// Ends a delivery that nobody is to get. The case goes on as though it had arrived, so that its clocks show what they would;
    /// that it did arrive is told nowhere.
    func keep(_ job: LeasedJob, in tx: TenantTransaction) throws -> DeliveryVerdict {
        let state = DeliveryState.sandbox
        let verdict = DeliveryVerdict(
            state: state,
            code: state.rawValue,
            isConcluded: true,
            decision: .finish(outcome: state.rawValue)
        )
        try store(verdict, attempts: job.attempt, in: tx)
        try tx.conclude(job, verdict.decision)
        return verdict
    }
}
