/// What words around a number say about its being a one-time code (`OneTimeCodeScanner`), in the languages of
/// `SecretWarning`.
enum OneTimeCodeWords {
    /// Between a keyword and its code without changing what they say.
    static let joints = WordClass(
        """
        is was are were be as it its it's this that here your our my the a an you u i we me us he she they him her them \
        got get just sent send received receive gave give told typed entered tried said says shows showed saying for \
        from by to of via with which number no digit digits code codes card invalid wrong incorrect expired ok \
        это был была было мои моя мое ваш ваша вам мне меня мне он она тот этот такои вот номер пришел пришла \
        приходит прислали отправили получил получила ввел ввела ввожу назвал назвала сказал сказала дал дала говорит из с со от на по \
        для к у и я им ему которыи пароль карты телефона неверныи неправильныи \
        це був була міи моя ваш мені він ось номер приишов надіишов надіслали отримав отримала ввів ввела назвав назвала \
        сказав сказала невірнии картки із з від на по для до і я \
        é e foi era meu seu sua o a os que recebi recebido chegou de do da dos por para no na em me enviado enviaram \
        aqui está esse este es fue era mi su tu el la lo los que me llegó recibí recibido de del por para en un una \
        enviado enviaron aquí está este ese son dice diz dígitos inválido incorrecto \
        incorreto errado tarjeta cartão \
        adalah ini itu saya aku anda yang dari untuk di ke nya diterima dikirim kirim via lewat no nomor salah kartu \
        est c'est mon ma votre le la les reçu reçus par pour du des il mio suo di del della per arrivato ricevuto \
        是 为 為 我的 我 你的 您的 收到的 收到 的 了 这 這 就 到 发来 發來 发 發 来 來 号 號 叫 错误 無效 无效 \
        は が の です でした を に で と も へ 届いた 届きました 桁 無効 私 この 番号 数字 来た \
        는 은 이 가 을 를 로 으로 입니다 온 받은 제 내 번호 자리 에서 의 도
        """
    )

    /// Joints that say what the number is, or whose.
    static let links = WordClass(
        """
        is was are as my your this это был мои ваш це міи é e foi es fue mi su meu seu adalah ini itu est \
        是 为 為 这 這 は が 이 가 는 은
        """
    )

    /// Make any code a code to get in with.
    static let tells = WordClass(
        """
        sms text texted texts mail email login logon log signin sign verif* verify* confirm* authent* autent* autentik* \
        google factor fator factores secur* segur* access acces* acess* otp 2fa totp app telegram whatsapp one-time \
        смс почт* вход* воити логин* верифи* подтвержд* авториз* аутентиф* автентиф* гугл* двухфактор* двофактор* \
        безопасн* безпек* доступ* приложени* додатк* застосун* письм* сообщени* повідомлен* пошт* підтвердж* одноразов* \
        masuk keamanan konfirmasi verifikasi akses surel inicio sesión sesion correo ingreso celular \
        短信 手机 手機 邮箱 郵箱 谷歌 登录 登入 登錄 安全 二次 提现 提現 动态 動態 一次性 验证 驗證 两步 双重 \
        メール ログイン 二段階認証 段階認証 認証 アプリ セキュリティ ショートメール 携帯 \
        문자 이메일 메일 구글 로그인 보안 단계 인증 앱
        """
    )

    /// Make a code something everybody may know.
    static let unlike = WordClass(
        """
        zip postal post postcode error errors erro errore erreur promo* referral refer referr* country area sort branch \
        swift bic ifsc iban status invit* bank coupon discount qr voucher bar region dialing dial ref reference tax gift \
        booking tracking product item model part sku batch case ticket order transaction source agent dealer customer \
        affiliate partner currency language color airline pos cep http html smart response reason exit return stock activation serial licen* last \
        реферал* промо* почтов* пригласит* скидоч* партнер* ошибк* ошибоч* штрих* дисконт* активац* серийн* последн* товар* валют* регион* стран* город* \
        поштов* запрошен* партнерс* помилк* країн* товару останн* активац* \
        postal indicaç* indicac* convite rastreio rastreamento barras cupom descuento desconto referido referência \
        invitación invitacion país pais banco erreur errore voucher kupon undangan referal negara unik bayar \
        错误 錯誤 邮政 郵政 股票 银行 銀行 推荐 推薦 邀请 邀請 优惠 優惠 国家 國家 区域 条形 条 二维 源 激活 机器 序列 产品 商品 后 最后 \
        エラー 紹介 招待 クーポン プロモ プロモーション バー 銀行 郵便 国 ソース 割引 ギフト 支店 キャンペーン シリアル 商品 製品 アクティベーション ライセンス 下 \
        오류 에러 추천인 추천 초대 쿠폰 프로모션 할인 은행 우편 바 국가 소스 상품 활성화 시리얼 제품 마지막
        """
    )

    /// Anywhere before "code": it is an error's.
    static let errors = WordClass("error* erro errore erreur ошибк* помилк* galat 错误 錯誤 エラー 오류 에러")

    /// Directly before a number: it is that.
    static let labels = WordClass(
        """
        order orders ticket tickets case id ids uid userid user account acc request block height invoice tx txid \
        transaction balance amount sum lost lose invested invest deposited deposit paid pay withdrew withdrawal \
        withdraw worth about around nearly almost over only page version build room suite box tel phone call mobile \
        ref reference application claim complaint price total transfer transferred another bought sold member client customer \
        passport \
        заявк* заказ* тикет* счет* баланс* сумм* уид ид перевел перевела потерял потеряла внес внесла около обращени* \
        блок* вложил вложила заплатил паспорт* договор* логин \
        замовлен* рахун* баланс* сум* переказав переказала втратив втратила близько зверненн* договор* паспорт* \
        pedido pedidos chamado protocolo caso conta saldo valor perdi perdí depositei deposité cuenta monto cerca \
        tiket pesanan akun saldo rugi sebesar sekitar permintaan rekening rek ktp \
        订单号 订单 訂單 工单号 工单 流水号 编号 单号 账号 账户 区块 高度 余额 金额 损失 损失了 充值 充值了 提现 转账 转了 会员号 会员 客户号 证后六位 身份证 手机号 手机号码 电话 编号 号码 金额 版本号 请求编号 \
        注文番号 問い合わせ番号 チケット ブロック 残高 金額 口座 口座番号 注文 会員番号 取引番号 受付番号 お客様番号 電話番号 \
        주문번호 문의번호 블록 잔액 금액 계좌 주문 티켓 계좌번호 회원번호 거래번호 접수번호 고객번호 전화번호
        """
    )

    /// Directly before four digits: they are a year.
    static let beforeYear = WordClass(
        """
        in since until till from of by during year с в до от из год году з у від року desde en em até hasta de del \
        sejak di dari tahun depuis dal
        """
    )

    /// Directly before a code that is to be typed in.
    static let uses = WordClass(
        """
        use enter type введите используите введіть використаите utilice utiliza introduzca ingrese digite insira informe \
        gunakan masukkan ketik utilisez entrez 使用 输入 輸入 入力
        """
    )

    /// After a number: it is an amount of them.
    static let units = WordClass(
        """
        usd usdt usdc busd dai btc eth bnb sol trx xrp ltc doge ada eur euro euros gbp rub uah idr inr brl jpy krw cny \
        dollars dollar pounds days day hours hour minutes minute min mins seconds times years year people users coins \
        tokens satoshi sats percent k rupees руб* грн долл* гривен* тысяч* евро год* лет дн* минут* час* процент* \
        доллар* юсдт usdt rb ribu rupiah juta hari jam menit kali orang reais real mil pesos dólares dolares dias días \
        horas minutos veces vezes anos años pessoas personas \
        円 元 块 塊 万 萬 千 年 月 日 人 次 个 個 天 分 秒 時 时 枚 美元 美金 刀 ドル ウォン 回 \
        원 만 년 월 명 개월 달러 분 시간 일 코인
        """
    )
}
