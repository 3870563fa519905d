extension ErrorCatalogue {
    /// Of what contracts, publications and jobs do not allow.
    static let setUp: [ErrorEntry] = [
        ErrorEntry(
            "setup_changed",
            412,
            Told(
                en: "The set-up has changed since you looked at it",
                ru: "Настройки изменились с тех пор, как вы их смотрели",
                zh: "您查看之后设置已更改"
            ),
            remedy: "Plan again, look at the difference, and apply with If-Match set to the ETag of that plan."
        ),
        ErrorEntry(
            "setup_too_large",
            409,
            Told(
                en: "The tenant has more of something than one document holds",
                ru: "У клиента чего-то больше, чем вмещает один документ",
                zh: "该租户的某项内容超出单个文档的容量"
            ),
            remedy: "Revoke keys and disable sources that nobody uses, or change this tenant part by part."
        ),
        ErrorEntry(
            "already_approved",
            409,
            Told(
                en: "This has been approved already",
                ru: "Это уже одобрено",
                zh: "此项已批准"
            ),
            remedy: "Read it again; a decision stands."
        ),
        ErrorEntry(
            "already_declined",
            409,
            Told(
                en: "This has been declined already",
                ru: "Это уже отклонено",
                zh: "此项已拒绝"
            ),
            remedy: "Read it again; propose anew if it is still wanted."
        ),
        ErrorEntry(
            "already_withdrawn",
            409,
            Told(
                en: "This has been withdrawn",
                ru: "Это отозвано",
                zh: "此项已撤回"
            ),
            remedy: "Read it again; propose anew if it is still wanted."
        ),
        ErrorEntry(
            "no_credit_terms",
            409,
            Told(
                en: "The contract names no credit for this month",
                ru: "Договор не предусматривает кредита за этот месяц",
                zh: "合同未规定本月的抵扣"
            ),
            remedy: "Publish service levels with credits that hold in that month."
        ),
        ErrorEntry(
            "too_many_restatements",
            409,
            Told(
                en: "Reports of this exchange have been restated too often to be restated again",
                ru: "Отчёты этой биржи пересчитывали слишком часто, больше нельзя",
                zh: "该交易所的报告重述次数过多，无法再次重述"
            ),
            remedy: "Speak with the operator."
        ),
        ErrorEntry(
            "too_many_versions",
            409,
            Told(
                en: "This has been changed too often to be changed again",
                ru: "Это меняли слишком часто, больше нельзя",
                zh: "此项更改次数过多，无法再次更改"
            ),
            remedy: "Speak with the operator."
        ),
        ErrorEntry(
            "too_many_subscriptions",
            409,
            Told(
                en: "This exchange has as many subscriptions as it may have",
                ru: "У этой биржи уже максимальное число подписок",
                zh: "该交易所的订阅数量已达上限"
            ),
            remedy: "Remove a subscription, or have one take more kinds of events."
        ),
        ErrorEntry(
            "subscription_disabled",
            409,
            Told(
                en: "The subscription is switched off, so nothing is sent to it",
                ru: "Подписка отключена, поэтому ничего не отправляется",
                zh: "该订阅已停用，不会发送任何内容"
            ),
            remedy: "See why it is disabled, send a test, and switch it on again first."
        ),
        ErrorEntry(
            "job_running",
            409,
            Told(
                en: "A process has this job now",
                ru: "Это задание сейчас выполняется",
                zh: "有进程正在执行此任务"
            ),
            remedy: "Wait until it is done, or its lease is over."
        ),
        ErrorEntry(
            "job_blocked",
            409,
            Told(
                en: "Another job of the same order is before this one",
                ru: "Перед этим заданием в очереди стоит другое",
                zh: "同一序列中有另一任务在前"
            ),
            remedy: "Retry or discard the one before it."
        ),
        ErrorEntry(
            "job_done",
            409,
            Told(
                en: "This job is done",
                ru: "Это задание выполнено",
                zh: "此任务已完成"
            ),
            remedy: "There is nothing left to do."
        ),
        ErrorEntry(
            "job_exists",
            409,
            Told(
                en: "The same work was asked for anew since",
                ru: "Ту же работу с тех пор запросили заново",
                zh: "同一工作之后已被重新请求"
            ),
            remedy: "Look at the newer job."
        ),
        ErrorEntry(
            "job_subject_gone",
            409,
            Told(
                en: "What this job was for is gone",
                ru: "Того, для чего было задание, больше нет",
                zh: "此任务的对象已不存在"
            ),
            remedy: "Discard the job."
        ),
        ErrorEntry(
            "import_undone",
            409,
            Told(
                en: "The import was undone",
                ru: "Импорт отменён",
                zh: "导入已撤销"
            ),
            remedy: "Begin another import."
        ),
    ]
}
