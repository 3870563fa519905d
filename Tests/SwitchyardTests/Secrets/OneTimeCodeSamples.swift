import Testing

/// Numbers in customers' sentences, made up for these tests, one a line,
/// `⏎` for the end of a line. In `codes` the number is a one-time code, in `others` it is something else.
struct OneTimeCodeSamples: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let codes: String
    let others: String

    static let all = [
        english, chinese, russian, ukrainian, indonesian, portuguese, spanish, japanese, korean, mixed,
    ]
}

extension OneTimeCodeSamples {
    static let english = Self(
        testDescription: "english",
        codes: """
            The code you sent me was 482913 but it did not work
            I got a text saying 482913 is my login code
            Your SMS said 482 913, I typed that and nothing
            my authenticator shows 913482 right now, please disable 2FA
            2FA: 913482
            OTP 4829
            otp is 482913
            Here is the otp you asked for - 482913
            verification code: 48291
            The verification code I received is 482913.
            code=482913
            code:482913
            code - 482913
            code #482913
            my code is 482913
            the 6 digit code is 482913
            the six-digit code: 482913
            sms code → 482913
            G-482913
            google code G-482913
            I entered 482913 as my 2fa code
            here is my Google Authenticator code 482913
            pin 4829
            my pin is 4829
            email code 482913
            email verification: 482913
            Your Binance verification code is: 482913. Do not share it
            482913 is your Coinbase verification code
            Use 482913 to log in
            passcode 482913
            Code 482-913
            2fa backup code: 4829-1357
            the code was:⏎482913
            OTP:⏎⏎482913
            my one-time password is 482913
            confirmation code⏎482913⏎thanks
            one time pass code 4829
            token 482913 from authenticator
            security code is 482913
            code from email 482913
            I gave him the code (482913) and he stole everything
            I shared the OTP (482913) with the caller
            he asked for the otp so I told him 482913
            they called and asked for my code, I told them 719204
            Hi, code received: 719204. still says invalid
            Invalid code!! I typed 719204 three times
            it says the 2FA code 719204 is wrong
            my sms is 719204
            Authentication failed with OTP 719204
            Code: 7192
            ur otp 719204
            Your One-Time Passcode is 719204
            [Kraken] Your sign-in code is 719204
            Enter this code: 719204
            the login verification number 719204 isn't accepted
            2-step verification code: 719 204
            withdrawal confirmation code is 719204
            use this one 719204 as the email code
            code I just got = 719204
            verification code(719204)
            Codes: 719204
            the authenticator gave me 719204
            authy 719204
            the six digits are 719204, from google authenticator
            """,
        others: """
            error code 500123
            Error: code 482913 appears
            withdrawal 482913 is stuck
            order number 482913
            ticket 482913 is open since monday
            zip code 94107
            postal code 482913
            my phone code 4829 no
            area code 415
            promo code 482913
            referral code 482913
            the referral code is 482913
            I have not received the code since 2021
            2fa since 2023 works fine
            no otp for 482913 minutes
            status code 404
            HTTP code 5030
            I lost 482913 USDT after entering the 2fa code
            invested 482913 and then 2fa was reset
            block 812345 has the transaction, code ok
            My account id is 482913. I do not get the verification code.
            UID 482913, no sms code arrives
            the code I got by sms never works, order 20231105
            my balance was 150000 before the OTP change
            barcode 482913
            QR code 482913
            IFSC code 482913
            swift code 482913
            voucher code 482913
            discount code 482913
            country code 0044
            source code line 482913
            code review 482913
            gift code 482913
            tracking code 482913
            booking code 482913
            product code 482913
            reference code 482913
            transaction code 482913
            case code 482913
            Cloudflare error code 719204
            my telegram post number 719204 about code
            Ticket #719204: no code
            case #719204 2fa reset
            2FA reset request 719204 pending
            ref 719204, otp problem
            I transferred 719204 DOGE, otp was fine
            on block 719204 the tx confirmed, verification code irrelevant
            there were 71920 people waiting for the code
            my customer number is 719204 and the code does not come
            gas limit 719204 code
            paid 71920 to verify my account
            The code never came. 719204 is my member number
            contract code line 719204
            the 2fa is disabled since 15 march 2024
            between 2019 and 2023 the otp worked
            I typed my date of birth 19820305
            street code 12345 no
            It's been 1440 minutes without sms code
            batch code 719204
            model code 719204
            Postal code: 560001
            tax code 719204
            """
    )

    static let chinese = Self(
        testDescription: "chinese",
        codes: """
            我的验证码是 482913
            验证码：482913
            短信验证码 482913 收到了
            收到的验证码为482913
            谷歌验证码482913
            动态口令 482913
            动态密码：482913
            一次性密码482913
            【币安】您的验证码482913，请勿泄露
            校验码 482913
            驗證碼：482913
            手机验证码482913
            邮箱验证码是482913
            我输入的验证码是482913但是不对
            二次验证码 482913
            2FA码 482913
            登录码482913
            安全码是482913
            验证码 4829
            提现验证码482913
            代码是482913
            客服让我告诉他验证码719204
            我把验证码719204给了骗子
            收到短信719204，是验证码吗
            输入验证码 719204 提示错误
            验证码错误：719204
            谷歌身份验证器上显示719204
            一次性验证码：7192
            邮箱收到的码719204
            您的登录验证码为：719204，5分钟内有效
            手机收到验证码 719 204
            短信码是719204
            """,
        others: """
            订单号482913
            邮政编码482913
            错误代码 500123
            推荐码482913
            邀请码 482913
            我的UID是482913，收不到验证码
            区块高度 812345
            我损失了482913元，验证码是被骗的
            优惠码482913
            提现482913 USDT没有到账，验证码也收不到
            工单号482913
            交易编号482913
            流水号 482913
            2023年收不到验证码
            股票代码600519
            请求编号719204 验证码收不到
            会员号719204，没有验证码
            金额719204，短信验证码有问题
            错误码719204
            购买了719204个币，需要验证码
            2024年3月之后就没有验证码了
            邀请码：719204
            我等了1440分钟还没有收到验证码
            快递单号719204
            身份证后六位719204 验证码没有
            版本号 719204
            机器码719204
            二维码719204
            激活码 719204 无效 购买的软件
            """
    )
}
