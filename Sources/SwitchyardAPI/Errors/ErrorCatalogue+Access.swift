extension ErrorCatalogue {
    /// Of who somebody is and what they may do.
    static let access: [ErrorEntry] = [
        ErrorEntry(
            "credential_not_accepted",
            401,
            Told(
                en: "The credential is missing or not accepted",
                ru: "Учётные данные отсутствуют или не приняты",
                zh: "缺少凭据或凭据不被接受"
            ),
            remedy: "Send Authorization: Bearer with a key or a session that is good."
        ),
        ErrorEntry(
            "permission_missing",
            403,
            Told(
                en: "This credential may not do that",
                ru: "С этими учётными данными это делать нельзя",
                zh: "此凭据无权执行该操作"
            ),
            remedy: "The OpenAPI document names the permission as x-permission; an administrator grants it."
        ),
        ErrorEntry(
            "session_required",
            403,
            Told(
                en: "This is for a person who has signed in; a key does not do",
                ru: "Это доступно только вошедшему человеку; ключ не подходит",
                zh: "这仅供已登录的人员使用，密钥不可用"
            ),
            remedy: "Sign in at POST /v1/sessions."
        ),
        ErrorEntry(
            "second_factor_required",
            403,
            Told(
                en: "Show the code of your second factor first; if you have none, enrol one",
                ru: "Сначала покажите код второго фактора; если его нет, подключите",
                zh: "请先出示第二因素的验证码；如果没有，请先注册"
            ),
            remedy: "Send the code to PUT /v1/session/proof."
        ),
        ErrorEntry(
            "step_up_required",
            403,
            Told(
                en: "This asks for your password or a code again, shown within the last ten minutes",
                ru: "Для этого нужно снова показать пароль или код, не ранее чем за последние десять минут",
                zh: "此操作需要您在最近十分钟内再次出示密码或验证码"
            ),
            remedy: "Send one of them to PUT /v1/session/proof and go on with the session it answers."
        ),
        ErrorEntry(
            "sign_in_refused",
            401,
            Told(
                en: "The e-mail address or the password is not right",
                ru: "Неверный адрес электронной почты или пароль",
                zh: "电子邮件地址或密码不正确"
            ),
            remedy: "Ask the person again, or for a reset at POST /v1/password-resets."
        ),
        ErrorEntry(
            "sign_in_throttled",
            429,
            Told(
                en: "Too many tries; the field Retry-After says when the next one counts",
                ru: "Слишком много попыток; поле Retry-After говорит, когда засчитывается следующая",
                zh: "尝试次数过多；Retry-After 字段说明下一次何时有效"
            ),
            remedy: "Wait as long as Retry-After says."
        ),
        ErrorEntry(
            "sign_in_busy",
            429,
            Told(
                en: "Too many sign in at this moment; try again",
                ru: "Сейчас входит слишком много людей; повторите",
                zh: "当前登录人数过多，请重试"
            ),
            remedy: "Send the same request again after Retry-After."
        ),
        ErrorEntry(
            "password_refused",
            403,
            Told(
                en: "The current password is not right",
                ru: "Текущий пароль неверен",
                zh: "当前密码不正确"
            ),
            remedy: "Ask the person again; wrong ones are throttled."
        ),
        ErrorEntry(
            "code_refused",
            403,
            Told(
                en: "The code is not right, or it was used before",
                ru: "Код неверен или уже использован",
                zh: "验证码不正确或已被使用"
            ),
            remedy: "Ask for the next code; each is good once."
        ),
        ErrorEntry(
            "second_factor_enrolled",
            409,
            Told(
                en: "There is a second factor already; it has to be removed first",
                ru: "Второй фактор уже есть; сначала его нужно удалить",
                zh: "已有第二因素，必须先移除"
            ),
            remedy: "Remove it at DELETE /v1/second-factor, or have an administrator do so."
        ),
        ErrorEntry(
            "no_second_factor",
            409,
            Told(
                en: "There is no second factor",
                ru: "Второго фактора нет",
                zh: "没有第二因素"
            ),
            remedy: "Begin at PUT /v1/second-factor/enrolment."
        ),
        ErrorEntry(
            "supervisor_required",
            403,
            Told(
                en: "This needs a lead or an operations manager of the operator",
                ru: "Для этого нужен руководитель или операционный менеджер оператора",
                zh: "此操作需要运营方的组长或运营经理"
            ),
            remedy: "Have one of them do it."
        ),
        ErrorEntry(
            "late_relaxation",
            403,
            Told(
                en:
                    "This gives a clock more time after its breach, or with three quarters of its target used: a lead or an operations manager may, with a reason",
                ru:
                    "Это даёт больше времени после нарушения срока или когда израсходованы три четверти срока: может руководитель или операционный менеджер, указав причину",
                zh: "这会在超时之后或已用去目标四分之三时间时延长时限：须由组长或运营经理说明理由后执行"
            ),
            remedy: "Have one of them do it, or propose a correction at the case's corrections."
        ),
        ErrorEntry(
            "scores_in_groups",
            403,
            Told(
                en: "Your role sees scores in groups only",
                ru: "Ваша роль видит оценки только по группам",
                zh: "您的角色只能按组查看评分"
            ),
            remedy: "Ask for a wider group with the parameter by."
        ),
        ErrorEntry(
            "client_required",
            403,
            Told(
                en: "This is for the client to decide",
                ru: "Это решает клиент",
                zh: "此事由客户决定"
            ),
            remedy: "A person of the client with the permission decides."
        ),
        ErrorEntry(
            "own_proposal",
            403,
            Told(
                en: "Nobody decides about their own proposal",
                ru: "Никто не решает о собственном предложении",
                zh: "任何人不得决定自己的提议"
            ),
            remedy: "Somebody else decides."
        ),
        ErrorEntry(
            "level_not_granted",
            403,
            Told(
                en: "This needs a grant for the level that the case has reached",
                ru: "Для этого нужен доступ к уровню, которого достигло обращение",
                zh: "此操作需要工单所达级别的授权"
            ),
            remedy: "An administrator grants the level, or somebody of that level does it."
        ),
        ErrorEntry(
            "handover_for_another",
            403,
            Told(
                en: "The offer is meant for somebody else",
                ru: "Предложение предназначено другому",
                zh: "此移交是给其他人的"
            ),
            remedy: "Whoever it names answers it."
        ),
    ]
}
