extension OneTimeCodeSamples {
    static let indonesian = Self(
        testDescription: "indonesian",
        codes: """
            kode OTP saya 482913
            kode verifikasi: 482913
            OTP nya 482913
            otpnya 482913
            kode SMS 482913
            kode autentikasi 482913
            kode yang masuk 482913
            kodenya 482913
            kode google authenticator 482913
            kode keamanan 482913
            kata sandi sekali pakai 482913
            PIN saya 4829
            pin 482913
            kode 482913
            kode konfirmasi adalah 4829
            kode 2FA saya 482913
            saya kasih kode 719204 ke penipu
            kode otp 719204 salah
            masukkan kode 719204 gagal
            kode yang dikirim 719204
            sms masuk kodenya 719204
            Kode Anda 719204, jangan berikan ke siapa pun
            pin saya 7192
            kode dari email 719204
            OTP WA 719204
            kode authenticator: 719204
            """,
        others: """
            kode pos 482913
            kode error 482913
            kode referral 482913
            kode promo 482913
            nomor tiket 482913
            saldo 482913 hilang setelah kode OTP
            kode unik transfer 482
            kode bank 0140
            kode undangan 482913
            UID 482913 tidak terima OTP
            kode voucher 482913
            tahun 2023 OTP tidak masuk
            rugi 482913 rupiah karena OTP
            kode bayar 482913
            kode negara 0062
            sudah menunggu kode 1440 menit
            no rekening 719204 kode otp tidak masuk
            kode transaksi 719204
            kode aktivasi 719204
            kode qr 719204
            kehilangan 719204 usdt karena kode otp
            sejak 2021 kode otp tidak masuk
            nomor hp 08123456 kode tidak masuk
            kode produk 719204
            kode unik 719
            """
    )

    static let portuguese = Self(
        testDescription: "portuguese",
        codes: """
            meu código é 482913
            código de verificação: 482913
            código de autenticação 482913
            código SMS 482913
            o código que recebi foi 482913
            código 482913
            código de acesso: 4829
            token 482913
            meu token é 482913
            o token do google authenticator é 482913
            código 2FA 482913
            código do autenticador 482913
            código de segurança 482913
            recebi o código 482913 por sms
            senha de uso único 482913
            PIN 4829
            código de login 482913
            código por e-mail 482913
            passei o código 719204 para o golpista
            digitei o código 719204 e deu errado
            código inválido 719204
            chegou um SMS com o código 719204
            seu código é 719204. não compartilhe
            código do e-mail 719204
            o token 719204 não funciona
            token do app: 719204
            meu pin 7192
            código enviado: 719204
            código de 6 dígitos 719204
            """,
        others: """
            código de erro 482913
            código promocional 482913
            código de indicação 482913
            código postal 482913
            CEP 01310100
            código do banco 341
            pedido 482913
            chamado 482913
            protocolo 482913
            perdi 482913 reais depois do código sms
            código de barras 482913
            código de convite 482913
            código de rastreio 482913
            não recebo o código desde 2021
            código de referência 482913
            erro código 482913
            código de cupom 482913
            espero o código há 1440 minutos
            protocolo nº 719204, código não chega
            transferi 719204, o código não veio
            conta 719204 código não chega
            código de ativação 719204
            código do produto 719204
            código da transação 719204
            desde 2021 não recebo código
            código do cliente 719204
            CPF 71920455 código
            """
    )

    static let spanish = Self(
        testDescription: "spanish",
        codes: """
            mi código es 482913
            código de verificación: 482913
            el código que me llegó es 482913
            código SMS 482913
            código 482913
            código de seguridad 482913
            código de autenticación 482913
            código 2FA: 482913
            el código de Google Authenticator es 482913
            clave dinámica 482913
            me llegó el código 482913
            PIN 4829
            mi pin es 4829
            código de acceso 482913
            código de inicio de sesión 482913
            contraseña de un solo uso 482913
            token 482913
            código OTP 482913
            le di el código 719204 al estafador
            ingresé el código 719204 y sale inválido
            código inválido 719204
            me llegó un SMS con el código 719204
            su código es 719204. no lo comparta
            código del correo 719204
            el token 719204 no sirve
            mi código de verificación es el 719204
            clave sms 719204
            el código de 6 dígitos 719204
            código recibido: 719204
            """,
        others: """
            código postal 482913
            código de error 482913
            error código 482913
            código promocional 482913
            código de referido 482913
            código de invitación 482913
            pedido 482913
            ticket 482913
            caso 482913
            perdí 482913 dólares tras el código
            código de barras 482913
            código de descuento 482913
            código de referencia 482913
            no me llega el código desde 2021
            código swift 482913
            código de cupón 482913
            código de país 0034
            espero el código hace 1440 minutos
            número de caso 719204, el código no llega
            transferí 719204 y el código no llegó
            código de activación 719204
            código de producto 719204
            código de transacción 719204
            desde 2021 no recibo el código
            código de cliente 719204
            código QR 719204
            código fuente 719204
            """
    )
}
