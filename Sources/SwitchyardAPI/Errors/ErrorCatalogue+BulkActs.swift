extension ErrorCatalogue {
    /// Of what acts on many cases do not allow.
    static let bulkActs: [ErrorEntry] = [
        ErrorEntry(
            "too_many_cases",
            409,
            Told(
                en: "The filter leaves more cases than one act takes",
                ru: "Фильтру отвечает больше обращений, чем берёт одно действие",
                zh: "筛选出的工单多于一次批量操作的上限"
            ),
            remedy: "Narrow the filter; the preview says when it is narrow enough."
        ),
        ErrorEntry(
            "selection_changed",
            409,
            Told(
                en: "The filter leaves another number of cases than expected",
                ru: "Фильтру отвечает не столько обращений, сколько ожидалось",
                zh: "筛选出的工单数量与预期不符"
            ),
            remedy: "Preview again, and start with the new count."
        ),
        ErrorEntry(
            "nothing_selected",
            409,
            Told(
                en: "No case answers to the filter",
                ru: "Фильтру не отвечает ни одно обращение",
                zh: "没有符合筛选条件的工单"
            ),
            remedy: "Preview the filter until it selects what you mean, and start then."
        ),
        ErrorEntry(
            "too_many_bulk_acts",
            409,
            Told(
                en: "As many bulk acts as may run at once are under way",
                ru: "Уже выполняется столько массовых действий, сколько разрешено",
                zh: "同时进行的批量操作已达上限"
            ),
            remedy: "Wait until one has ended, or cancel one."
        ),
        ErrorEntry(
            "bulk_act_over",
            409,
            Told(
                en: "The bulk act is over; nothing is left to cancel",
                ru: "Массовое действие завершено; отменять нечего",
                zh: "批量操作已结束，无可取消"
            ),
            remedy: "Undo it, if what it did is not wanted."
        ),
        ErrorEntry(
            "bulk_act_running",
            409,
            Told(
                en: "The bulk act is still running",
                ru: "Массовое действие ещё выполняется",
                zh: "批量操作仍在进行"
            ),
            remedy: "Cancel it first, or wait for its end."
        ),
        ErrorEntry(
            "bulk_act_stays",
            409,
            Told(
                en: "What this bulk act did cannot be undone",
                ru: "Сделанное этим массовым действием нельзя отменить",
                zh: "此批量操作无法撤销"
            ),
            remedy: "Notes stay; leave another one."
        ),
        ErrorEntry(
            "first_solution_stays",
            409,
            Told(
                en: "Before this solution the case had none, and a version never goes",
                ru: "До этого решения у обращения не было другого, а версии не удаляются",
                zh: "此前该工单没有解决方案，且版本不会被删除"
            ),
            remedy: "Record a better one: the newest version is what is found."
        ),
    ]
}
