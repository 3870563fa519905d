import Switchyard

extension Routes {
    /// Whoever looks over a client sees them: those who are told of them by mail are among them.
    static let alarms: [Route] = [
        Route(
            "GET",
            "\(tenant)/alarms",
            .permission(.readReports),
            "What is wrong and no case's, newest first; what is over is kept for \(Retention.alarmSeconds / 86_400) days",
            query: ["state", "cursor", "limit"],
            answer: AlarmHandlers.page,
            AlarmHandlers.list
        )
    ]
}
