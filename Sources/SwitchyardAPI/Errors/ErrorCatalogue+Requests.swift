extension ErrorCatalogue {
    /// Of what is wrong with a request itself, with who sends it, or with the moment.
    static let requests: [ErrorEntry] = [
        ErrorEntry(
            "validation_failed",
            422,
            Told(
                en: "The request has fields that cannot be accepted",
                ru: "В запросе есть поля, которые нельзя принять",
                zh: "请求中有无法接受的字段"
            ),
            remedy:
                "Each member of errors names a field by its pointer, or a parameter by \"?\" and its name, with a code that says why."
        ),
        ErrorEntry(
            "malformed_json",
            400,
            Told(
                en: "The body is not acceptable JSON",
                ru: "Тело запроса не является допустимым JSON",
                zh: "请求正文不是可接受的 JSON"
            ),
            remedy: "The members code and pointer say what was met and where."
        ),
        ErrorEntry(
            "not_json",
            415,
            Told(
                en: "Send application/json",
                ru: "Отправьте application/json",
                zh: "请发送 application/json"
            ),
            remedy: "Send the body as JSON, with Content-Type: application/json."
        ),
        ErrorEntry(
            "not_csv",
            415,
            Told(
                en: "Send text/csv",
                ru: "Отправьте text/csv",
                zh: "请发送 text/csv"
            ),
            remedy: "Send the table as CSV, with Content-Type: text/csv."
        ),
        ErrorEntry(
            "body_too_large",
            413,
            Told(
                en: "The body is larger than 1 MiB",
                ru: "Тело запроса больше 1 МиБ",
                zh: "请求正文超过 1 MiB"
            ),
            remedy: "Send less at once."
        ),
        ErrorEntry(
            "method_not_allowed",
            405,
            Told(
                en: "This method does nothing here",
                ru: "Этот метод здесь не действует",
                zh: "此方法在这里不起作用"
            ),
            remedy: "The field Allow names the methods that do."
        ),
        ErrorEntry(
            "not_found",
            404,
            Told(
                en: "Not found",
                ru: "Не найдено",
                zh: "未找到"
            ),
            remedy: "Whatever is absent, or not for this credential, answers this; nobody can tell which."
        ),
        ErrorEntry(
            "idempotency_key_reused",
            422,
            Told(
                en: "This idempotency key was used for another request",
                ru: "Этот ключ идемпотентности уже использован для другого запроса",
                zh: "此幂等键已用于另一个请求"
            ),
            remedy: "Use another key for another act; send the first act with the bytes that it had."
        ),
        ErrorEntry(
            "request_under_way",
            409,
            Told(
                en: "A request under this idempotency key is under way; try again",
                ru: "Запрос с этим ключом идемпотентности ещё выполняется; повторите",
                zh: "使用此幂等键的请求正在处理，请重试"
            ),
            remedy: "Send the same request with the same key once more after Retry-After."
        ),
        ErrorEntry(
            "secret_shown_once",
            409,
            Told(
                en: "This was done under this idempotency key, and its secret is not shown again",
                ru: "Это уже выполнено с этим ключом идемпотентности; секрет повторно не показывается",
                zh: "此操作已用该幂等键完成，机密不会再次显示"
            ),
            remedy:
                "The member done holds the first answer without the secret. If it was lost, revoke what was made and ask under another key."
        ),
        ErrorEntry(
            "revision_changed",
            412,
            Told(
                en: "It has changed since you read it",
                ru: "Данные изменились с тех пор, как вы их прочли",
                zh: "您读取之后内容已更改"
            ),
            remedy: "Read it again, decide again, and send If-Match with its new ETag."
        ),
        ErrorEntry(
            "busy",
            409,
            Told(
                en: "Others are changing the same thing; try again",
                ru: "Другие меняют то же самое; повторите",
                zh: "其他人正在修改同一内容，请重试"
            ),
            remedy: "Send the same request again after Retry-After."
        ),
        ErrorEntry(
            "rate_limited",
            429,
            Told(
                en: "Too many requests; the fields RateLimit and Retry-After say when to go on",
                ru: "Слишком много запросов; поля RateLimit и Retry-After говорят, когда продолжить",
                zh: "请求过多；RateLimit 和 Retry-After 字段说明何时继续"
            ),
            remedy: "Wait as long as Retry-After says."
        ),
        ErrorEntry(
            "quota_reached",
            429,
            Told(
                en: "As many requests were taken in today as the client may hand in",
                ru: "Сегодня принято столько запросов, сколько клиенту разрешено",
                zh: "今日接收的请求已达到该客户的上限"
            ),
            remedy: "Send it again after Retry-After, when the client's day is over, or have the firm raise the limit."
        ),
        ErrorEntry(
            "unavailable",
            503,
            Told(
                en: "The store is not available; nothing was done. Try again.",
                ru: "Хранилище недоступно, ничего не сделано. Повторите.",
                zh: "存储不可用，未执行任何操作。请重试。"
            ),
            remedy:
                "Send the same request with the same idempotency key after Retry-After: it finds out what became of the first."
        ),
        ErrorEntry(
            "signature_missing",
            401,
            Told(
                en: "The webhook has no signature",
                ru: "У вебхука нет подписи",
                zh: "此 Webhook 没有签名"
            ),
            remedy: "Send webhook-id, webhook-timestamp and webhook-signature."
        ),
        ErrorEntry(
            "signature_malformed",
            401,
            Told(
                en: "The webhook's signature cannot be read",
                ru: "Подпись вебхука не читается",
                zh: "无法读取此 Webhook 的签名"
            ),
            remedy: "The signature is \"v1,\" and the Base64 of an HMAC-SHA256, as Standard Webhooks says."
        ),
        ErrorEntry(
            "signature_wrong",
            401,
            Told(
                en: "The webhook's signature is not right",
                ru: "Подпись вебхука неверна",
                zh: "此 Webhook 的签名不正确"
            ),
            remedy: "Sign the bytes that are sent, with the source's current secret."
        ),
        ErrorEntry(
            "timestamp_outside_tolerance",
            401,
            Told(
                en: "The webhook's time is too far from ours",
                ru: "Время вебхука слишком отличается от нашего",
                zh: "此 Webhook 的时间与我们的时间相差太大"
            ),
            remedy: "Set the sender's clock, and sign each attempt anew."
        ),
    ]
}
