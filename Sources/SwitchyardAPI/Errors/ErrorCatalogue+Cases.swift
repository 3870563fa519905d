extension ErrorCatalogue {
    /// Of what the state of a case does not allow.
    static let cases: [ErrorEntry] = [
        ErrorEntry(
            "case_closed",
            409,
            Told(
                en: "The case is closed",
                ru: "Обращение закрыто",
                zh: "工单已关闭"
            ),
            remedy: "Hand in a new case, or reopen this one while its window lasts."
        ),
        ErrorEntry(
            "case_merged",
            409,
            Told(
                en: "The case was merged into another; act on that one",
                ru: "Обращение объединено с другим; работайте с ним",
                zh: "工单已合并到另一工单，请处理那一个"
            ),
            remedy: "Read the case: merged_into names the one that goes on."
        ),
        ErrorEntry(
            "merge_target_not_open",
            409,
            Told(
                en: "A case can only be merged into one that is open",
                ru: "Объединить обращение можно только с открытым",
                zh: "工单只能合并到打开的工单"
            ),
            remedy: "Reopen the other case, or merge into another."
        ),
        ErrorEntry(
            "case_open",
            409,
            Told(
                en: "The case is open",
                ru: "Обращение открыто",
                zh: "工单是打开的"
            ),
            remedy: "There is nothing to reopen."
        ),
        ErrorEntry(
            "case_not_open",
            409,
            Told(
                en: "The case is not open",
                ru: "Обращение не открыто",
                zh: "工单未打开"
            ),
            remedy: "Reopen the case first."
        ),
        ErrorEntry(
            "case_log_full",
            409,
            Told(
                en: "The case has reached the limit of its log",
                ru: "Журнал обращения достиг предела",
                zh: "工单日志已达上限"
            ),
            remedy: "Go on in a new case and merge or refer to this one."
        ),
        ErrorEntry(
            "nothing_to_acknowledge",
            409,
            Told(
                en: "No clock of this case has breached",
                ru: "Ни один срок этого обращения не нарушен",
                zh: "此工单没有超时的时限"
            ),
            remedy: "Only a case that is late is acknowledged."
        ),
        ErrorEntry(
            "handover_open",
            409,
            Told(
                en: "The case is offered already; that offer has to end first",
                ru: "Обращение уже предложено; сначала должно закончиться то предложение",
                zh: "工单已在移交中，须先结束该移交"
            ),
            remedy: "Wait for an answer to it, or withdraw it."
        ),
        ErrorEntry(
            "handover_expired",
            409,
            Told(
                en: "The offer is over",
                ru: "Предложение истекло",
                zh: "移交已过期"
            ),
            remedy: "Offer the case again."
        ),
        ErrorEntry(
            "no_handover",
            409,
            Told(
                en: "There is nothing to take over or to hand back",
                ru: "Нечего принимать или возвращать",
                zh: "没有可接手或退回的内容"
            ),
            remedy: "Read the case's handovers."
        ),
        ErrorEntry(
            "nobody_at_level",
            409,
            Told(
                en: "Nobody serves that level now",
                ru: "На этом уровне сейчас никого нет",
                zh: "该级别目前无人服务"
            ),
            remedy: "Name another level, or put somebody on its rota or team."
        ),
        ErrorEntry(
            "customer_not_answered",
            409,
            Told(
                en: "Waiting for the customer needs an answer to them first",
                ru: "Чтобы ждать клиента, сначала нужно ему ответить",
                zh: "要等待客户，须先答复客户"
            ),
            remedy: "Send a reply, then set the status."
        ),
        ErrorEntry(
            "reopen_window_over",
            409,
            Told(
                en: "The time to reopen this case is over",
                ru: "Время, когда обращение можно открыть снова, прошло",
                zh: "重新打开此工单的期限已过"
            ),
            remedy: "Hand in a new case."
        ),
        ErrorEntry(
            "solution_missing",
            409,
            Told(
                en: "At this level a case ends only when its solution is on record",
                ru: "На этом уровне обращение завершается, только когда записано решение",
                zh: "在此级别，工单须记录解决方案后才能结束"
            ),
            remedy: "Record the solution, then resolve the case."
        ),
        ErrorEntry(
            "correction_proposed",
            409,
            Told(
                en: "A correction of this case waits for a decision already",
                ru: "Исправление этого обращения уже ждёт решения",
                zh: "此工单已有更正待决定"
            ),
            remedy: "Have that one decided first."
        ),
        ErrorEntry(
            "case_flagged",
            409,
            Told(
                en: "The case is flagged already",
                ru: "Обращение уже помечено",
                zh: "工单已被标记"
            ),
            remedy: "Read the exclusions of the case."
        ),
        ErrorEntry(
            "follow_up_done",
            409,
            Told(
                en: "Somebody has done this follow-up already",
                ru: "Кто-то это уже выполнил",
                zh: "此跟进已有人完成"
            ),
            remedy: "Read the follow-up; nothing is left to do."
        ),
        ErrorEntry(
            "reply_failed",
            409,
            Told(
                en: "This reply failed and was taken back; answer the customer anew",
                ru: "Этот ответ не ушёл и был отозван; ответьте клиенту заново",
                zh: "此回复发送失败并已撤回，请重新答复客户"
            ),
            remedy: "Send a new reply on the case."
        ),
        ErrorEntry(
            "not_available",
            409,
            Told(
                en: "Say first that you are available",
                ru: "Сначала сообщите, что вы доступны",
                zh: "请先表明您可接单"
            ),
            remedy: "Set PUT /v1/presence to available."
        ),
        ErrorEntry(
            "already_asking",
            409,
            Told(
                en: "Another question of yours for the next case is under way",
                ru: "Другой ваш запрос следующего обращения ещё выполняется",
                zh: "您的另一个取单请求正在处理"
            ),
            remedy: "Ask again after Retry-After."
        ),
    ]
}
