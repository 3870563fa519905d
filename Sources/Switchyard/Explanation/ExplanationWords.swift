import BusinessTime
import Foundation

/// What an explanation says, per language: each phrase with its values in braces.
struct ExplanationWords: Sendable {
    enum Phrase: String, CaseIterable, Sendable {
        case counted, calendar, alwaysOpen = "always_open"
        case startMoved = "start_moved"
        case targetChanged = "target_changed"
        case calendarChanged = "calendar_changed"
        case floor, pause, pauseOpen = "pause_open"
        case omitted
        case arithmetic, breachLater = "breach_later"
        case pausedNow = "paused_now"
        case unschedulable
        case met, missedDone = "missed_done"
        case missed, running, cancelled
        case whole, lateBy = "late_by"
        case messageLag = "message_lag"
        case stepLag = "step_lag"
    }

    /// Why a clock stood still, or where its time went.
    enum Reason: String, CaseIterable, Sendable {
        case waitingCustomer = "waiting_customer"
        case waitingThirdParty = "waiting_third_party"
        case waitingClient = "waiting_client"
        case waitingOther = "waiting_other"
        case resolved, closed
        case notYetKnown = "not_yet_known"
        case elsewhere
        case systemLag = "system_lag"
        case nobodyOnDuty = "nobody_on_duty"
        case offerNotAccepted = "offer_not_accepted"
        case unassigned, untouched
        case inHand = "in_hand"
        case merged, split
        case policyChange = "policy_change"
        case resolvedWithoutReply = "resolved_without_reply"
        case leftLevel = "left_level"
    }

    let phrases: [Phrase: String]
    let reasons: [Reason: String]
    /// Hours, minutes, seconds.
    let units: [String]
    /// Between the items of a list, and behind a level.
    let comma: String

    static func words(_ language: LetterLanguage) -> ExplanationWords {
        switch language {
        case .en: english
        case .ru: russian
        case .zh: chinese
        }
    }

    func say(_ phrase: Phrase, _ values: [String: String] = [:]) -> String {
        values.reduce(phrases[phrase] ?? "") { $0.replacing("{\($1.key)}", with: $1.value) }
    }

    func say(_ reason: Reason) -> String { reasons[reason] ?? "" }

    /// `1 h 5 min`, whole seconds rounded down. Never days: they would be calendar days or working days, nobody knows.
    func duration(microseconds: Int64) -> String {
        let seconds = max(0, microseconds) / Instant.microsecondsPerSecond
        let parts = zip([seconds / 3600, seconds / 60 % 60, seconds % 60], units).filter { $0.0 > 0 }
        return parts.isEmpty ? "0 \(units[2])" : parts.map { "\($0.0) \($0.1)" }.joined(separator: " ")
    }
}

extension ExplanationWords {
    private static let english = ExplanationWords(
        phrases: [
            .counted: "{metric}: counted from {start} with a target of {target}, by version {policy} of the policy.",
            .calendar: "Opening hours by version {versions} of the calendar.",
            .alwaysOpen: "Open round the clock.",
            .startMoved: "At {at} a merge brought an older message, and the start moved back to {start}.",
            .targetChanged: "At {at} the target became {target}; {used} were used by then.",
            .calendarChanged: "At {at} a version of the calendar was published; from then on it was due {due}.",
            .floor: "A change never leaves less than {floor} of open time, so the deadline was held back.",
            .pause: "Stood still from {from} to {to}: {reason}.",
            .pauseOpen: "Has stood still since {from}: {reason}.",
            .omitted: "{count} more pauses and changes are not listed.",
            .arithmetic: "{target} less {used} used before {from} left {left} of open time from there: due {due}.",
            .breachLater: "The desk was closed then, so it was late only after {breach}.",
            .pausedNow: "{left} are left; there is no deadline until the clock goes on.",
            .unschedulable: "The calendar does not offer {target} of open time within ten years.",
            .met: "Done {end} after {elapsed}: in time.",
            .missedDone: "Late since {breach}; done {end} after {elapsed}.",
            .missed: "Late since {breach}; {elapsed} used so far.",
            .running: "{elapsed} used so far.",
            .cancelled: "Ended {end} without a verdict: {reason}.",
            .whole: "{whole} from {start} to {end}: {parts}.",
            .lateBy: "Late by {whole}, from {start} to {end}: {parts}.",
            .messageLag: "The message reached us {time} after it was written.",
            .stepLag: "Step {step} was taken {time} after its time.",
        ],
        reasons: [
            .waitingCustomer: "waiting for the customer", .waitingThirdParty: "waiting for a third party",
            .waitingClient: "waiting for the client", .waitingOther: "put aside", .resolved: "resolved",
            .closed: "outside opening hours", .notYetKnown: "before the message reached us",
            .elsewhere: "in another case", .systemLag: "waiting for our own system", .nobodyOnDuty: "nobody on duty",
            .offerNotAccepted: "offered, and not accepted yet", .unassigned: "assigned to nobody",
            .untouched: "assigned and untouched", .inHand: "being worked on",
            .merged: "the case was merged into another", .split: "its message went to a case of its own",
            .policyChange: "the policy no longer has it", .resolvedWithoutReply: "resolved without a reply",
            .leftLevel: "the case left the level before anybody there took it on",
        ],
        units: ["h", "min", "s"],
        comma: ", "
    )

    private static let russian = ExplanationWords(
        phrases: [
            .counted: "{metric}: отсчёт с {start}, срок {target}, версия политики {policy}.",
            .calendar: "Рабочие часы по версии календаря {versions}.",
            .alwaysOpen: "Работаем круглосуточно.",
            .startMoved: "{at} при слиянии пришло более раннее сообщение, начало перенесено на {start}.",
            .targetChanged: "{at} срок стал {target}; к этому времени израсходовано {used}.",
            .calendarChanged: "{at} опубликована версия календаря; с этого момента крайний срок {due}.",
            .floor: "Изменение всегда оставляет не менее {floor} рабочего времени, поэтому крайний срок отодвинут.",
            .pause: "Отсчёт стоял с {from} до {to}: {reason}.",
            .pauseOpen: "Отсчёт стоит с {from}: {reason}.",
            .omitted: "Ещё {count} пауз и изменений не показано.",
            .arithmetic: "{target} минус {used} до {from} – осталось {left} рабочего времени: крайний срок {due}.",
            .breachLater: "В этот момент было закрыто, поэтому просрочка только после {breach}.",
            .pausedNow: "Осталось {left}; крайнего срока нет, пока отсчёт стоит.",
            .unschedulable: "Календарь не даёт {target} рабочего времени за десять лет.",
            .met: "Выполнено {end}, израсходовано {elapsed}: вовремя.",
            .missedDone: "Просрочено с {breach}; выполнено {end}, израсходовано {elapsed}.",
            .missed: "Просрочено с {breach}; пока израсходовано {elapsed}.",
            .running: "Пока израсходовано {elapsed}.",
            .cancelled: "Завершено {end} без оценки: {reason}.",
            .whole: "{whole} с {start} до {end}: {parts}.",
            .lateBy: "Опоздание {whole}, с {start} до {end}: {parts}.",
            .messageLag: "Сообщение дошло до нас через {time} после написания.",
            .stepLag: "Шаг {step} выполнен с опозданием на {time}.",
        ],
        reasons: [
            .waitingCustomer: "ждали ответа пользователя", .waitingThirdParty: "ждали третью сторону",
            .waitingClient: "ждали биржу", .waitingOther: "отложено", .resolved: "решено",
            .closed: "вне рабочих часов", .notYetKnown: "сообщение ещё не дошло", .elsewhere: "в другом обращении",
            .systemLag: "задержка нашей системы", .nobodyOnDuty: "никого на смене",
            .offerNotAccepted: "передача предложена, но не принята", .unassigned: "никому не назначено",
            .untouched: "назначено, но не начато", .inHand: "в работе",
            .merged: "обращение объединено с другим", .split: "сообщение выделено в отдельное обращение",
            .policyChange: "в политике его больше нет", .resolvedWithoutReply: "решено без ответа",
            .leftLevel: "обращение ушло с уровня, никем там не принятое",
        ],
        units: ["ч", "мин", "с"],
        comma: ", "
    )

    private static let chinese = ExplanationWords(
        phrases: [
            .counted: "{metric}：自 {start} 起计，目标 {target}，政策版本 {policy}。",
            .calendar: "营业时间依日历版本 {versions}。",
            .alwaysOpen: "全天候营业。",
            .startMoved: "{at} 合并带来更早的消息，起点移至 {start}。",
            .targetChanged: "{at} 目标改为 {target}，当时已用 {used}。",
            .calendarChanged: "{at} 发布了新的日历版本，此后截止时间为 {due}。",
            .floor: "变更总会留出至少 {floor} 的营业时间，因此截止时间已推后。",
            .pause: "{from} 至 {to} 停止计时：{reason}。",
            .pauseOpen: "自 {from} 起停止计时：{reason}。",
            .omitted: "另有 {count} 项暂停和变更未列出。",
            .arithmetic: "{target} 减去 {from} 之前已用的 {used}，自此剩余 {left} 营业时间：截止 {due}。",
            .breachLater: "当时处于非营业时间，因此 {breach} 之后才算超时。",
            .pausedNow: "剩余 {left}；恢复计时之前没有截止时间。",
            .unschedulable: "该日历十年内没有 {target} 的营业时间。",
            .met: "{end} 完成，用时 {elapsed}：按时。",
            .missedDone: "自 {breach} 起超时；{end} 完成，用时 {elapsed}。",
            .missed: "自 {breach} 起超时；目前已用 {elapsed}。",
            .running: "目前已用 {elapsed}。",
            .cancelled: "{end} 结束，不计结果：{reason}。",
            .whole: "{start} 至 {end} 共 {whole}：{parts}。",
            .lateBy: "超时 {whole}，{start} 至 {end}：{parts}。",
            .messageLag: "消息写成 {time} 后才到达我们。",
            .stepLag: "步骤 {step} 晚了 {time} 执行。",
        ],
        reasons: [
            .waitingCustomer: "等待客户", .waitingThirdParty: "等待第三方", .waitingClient: "等待交易所",
            .waitingOther: "搁置", .resolved: "已解决", .closed: "非营业时间", .notYetKnown: "消息尚未到达",
            .elsewhere: "在另一工单中", .systemLag: "等待我方系统", .nobodyOnDuty: "无人值班", .offerNotAccepted: "已提出移交，尚未接受",
            .unassigned: "未分配",
            .untouched: "已分配但未处理",
            .inHand: "处理中", .merged: "工单已并入另一工单", .split: "消息已拆分为单独工单",
            .policyChange: "政策中已无此项", .resolvedWithoutReply: "未回复即解决", .leftLevel: "在该级别无人受理即已离开",
        ],
        units: ["小时", "分", "秒"],
        comma: "、"
    )
}
