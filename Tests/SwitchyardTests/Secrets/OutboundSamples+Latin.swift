extension OutboundSamples {
    static let indonesian = Self(
        testDescription: "indonesian",
        seeds: """
            Kirimkan seed phrase Anda
            Mohon kirimkan frasa pemulihan
            Tolong sebutkan 12 kata pemulihan
            Boleh minta seed phrase-nya?
            Kami membutuhkan frasa rahasia Anda
            Masukkan frasa pemulihan di situs berikut
            Bisa dibantu share seed phrase nya kak?
            Silakan ketik 12 kata Anda di sini
            Harap lampirkan frasa pemulihan
            Apa frasa pemulihan Anda?
            Kami perlu memverifikasi seed phrase Anda
            Tolong kirim foto seed phrase
            Untuk memulihkan akun, berikan 12 kata rahasia Anda
            Frasa pemulihannya apa kak?
            Bisa tolong dituliskan seed phrase wallet-nya?
            Kami perlu frasa pemulihan untuk verifikasi
            """,
        keys: """
            Kirimkan kunci pribadi Anda
            Tolong kirim private key
            Kami memerlukan kunci privat dompet
            Mohon infokan private key wallet kakak
            Silakan salin kunci pribadi Anda ke sini
            Private key-nya berapa?
            Mohon berikan private key
            """,
        passwords: """
            Kirim kata sandi Anda
            Apa password Anda?
            Mohon informasikan kata sandi akun
            Tolong beritahu PIN Anda
            Tuliskan kata sandi Anda
            """,
        codes: """
            Mohon kirim kode OTP yang masuk
            Berapa kode OTP-nya?
            Sebutkan kode verifikasi yang Anda terima
            Tolong infokan kode yang masuk ke HP Anda
            Boleh minta kode OTP-nya?
            Kirimkan kode 6 digit
            Balas pesan ini dengan kode verifikasi
            Mohon sebutkan 6 digit OTP
            Kode yang masuk berapa kak?
            Tolong forward kode OTP-nya ke kami
            """,
        passed: """
            Jangan pernah membagikan frasa pemulihan
            Kami tidak pernah meminta frasa pemulihan Anda
            Jangan berikan kode OTP kepada siapa pun
            Jangan kirim private key
            Tim kami tidak akan meminta kata sandi
            Simpan frasa pemulihan di tempat aman
            Kirimkan hash transaksi
            Kami akan mengirim kode verifikasi ke email Anda
            Masukkan kode OTP di aplikasi
            Silakan ubah kata sandi Anda
            Jika ada yang meminta kode OTP, itu penipuan
            Waspada penipu yang meminta frasa pemulihan
            Apakah Anda pernah membagikan frasa pemulihan kepada orang lain?
            Kode verifikasi sudah kami kirim
            Dilarang membagikan kunci pribadi
            Mohon untuk tidak mengirim kode OTP ke siapa pun
            Pastikan tidak ada yang mengetahui frasa pemulihan Anda
            Kode OTP hanya untuk Anda, jangan dibagikan
            Silakan cek email untuk kode verifikasi
            Apabila pernah memberikan seed phrase ke orang lain, segera pindahkan dana
            Klik kirim kode lalu masukkan di aplikasi
            Kami tidak menyimpan kunci pribadi
            Mohon kirimkan kode transaksi dan tangkapan layar
            Tolong sebutkan kode referral Anda yang dikirim ke email
            """
    )

    static let portuguese = Self(
        testDescription: "portuguese",
        seeds: """
            Envie a sua frase de recuperação
            Por favor, nos mande as 12 palavras
            Precisamos da sua seed phrase
            Pode me passar a frase semente?
            Poderia nos informar sua frase secreta?
            Digite sua frase de recuperação neste site
            Qual é a sua frase de recuperação?
            Informe as 24 palavras da carteira
            Solicitamos sua frase-semente para validar a carteira
            Favor encaminhar a seed phrase
            Aguardamos sua frase de recuperação
            Me diga suas palavras de recuperação
            Preciso que me envie a sua frase semente
            Para recuperar o acesso, escreva suas 12 palavras
            Mande uma foto da frase de recuperação
            Você poderia compartilhar a seed phrase?
            Sua frase de recuperação, por favor, envie por aqui
            """,
        keys: """
            Envie sua chave privada
            Precisamos da chave privada
            Nos encaminhe a chave privada da carteira
            Cole aqui sua chave privada
            Poderia fornecer a chave privada?
            Gostaria de solicitar a sua chave privada
            Compartilhe conosco a chave privada
            """,
        passwords: """
            Informe sua senha
            Qual é a sua senha?
            Nos envie seu login e senha
            Preciso da senha da sua conta
            Pode confirmar sua senha?
            Me passe a senha da conta
            Qual senha você usa?
            """,
        codes: """
            Informe o código que chegou por SMS
            Qual código você recebeu?
            Nos passe o código de verificação
            Envie o código do autenticador
            Me diga o código 2FA
            Poderia nos enviar o código de 6 dígitos?
            Precisamos do token que você recebeu
            Me envie o código que apareceu no autenticador
            Qual foi o código que chegou no seu celular?
            Repasse o código de 6 dígitos para nós
            """,
        passed: """
            Nunca compartilhe sua frase de recuperação
            Nunca pedimos a sua chave privada
            Jamais pediremos sua senha
            Não envie sua chave privada a ninguém
            Não compartilhe o código com terceiros
            Guarde sua frase de recuperação em local seguro
            Envie o hash da transação
            Enviaremos um código de verificação
            Digite o código no aplicativo
            Redefina sua senha nas configurações
            Se alguém pedir sua frase de recuperação, desconfie
            Golpistas pedem que você envie sua frase semente
            Você compartilhou sua frase de recuperação com alguém?
            O código de verificação foi enviado para o seu e-mail
            Nossa equipe não solicita senha nem código 2FA
            Evite enviar a sua chave privada
            É proibido compartilhar a senha
            Para redefinir a senha, informe seu e-mail na página de login
            Se você informou sua frase semente a alguém, mova os fundos
            Não armazenamos chaves privadas
            O código expira em 10 minutos
            Clique em enviar código e digite-o no aplicativo
            Ninguém da nossa equipe pedirá sua senha
            Confirme o login com o código do autenticador
            Informe o código de rastreio que você recebeu por e-mail
            Envie uma captura de tela sem mostrar a frase de recuperação
            Você não precisa informar a sua senha
            """
    )

    static let spanish = Self(
        testDescription: "spanish",
        seeds: """
            Envíe su frase de recuperación
            Envíanos las 12 palabras por favor
            Necesitamos su frase semilla
            ¿Puede compartir su frase secreta?
            ¿Podría indicarnos su seed phrase?
            Introduzca su frase semilla en este sitio
            ¿Cuál es su frase de recuperación?
            Mándeme las 24 palabras
            Favor de proporcionar la frase semilla
            Esperamos su frase de recuperación
            Pásame tu semilla
            Escriba aquí su frase semilla
            Díganos sus palabras de recuperación
            Necesito que me envíe su frase semilla
            Para recuperar el acceso, escriba sus 12 palabras
            Mande una foto de su frase de recuperación
            Su frase semilla, por favor, envíela por aquí
            Le solicito su frase de recuperación
            """,
        keys: """
            Envíe su clave privada
            Necesitamos la llave privada
            Pegue aquí su clave privada
            ¿Podría facilitarnos la clave privada?
            Adjunte la clave privada de su billetera
            Comparta con nosotros la clave privada
            Facilítenos su llave privada
            """,
        passwords: """
            Indique su contraseña
            ¿Cuál es su contraseña?
            Envíenos su usuario y contraseña
            Necesito la contraseña de su cuenta
            Confirme su contraseña por este medio
            ¿Qué contraseña usa?
            Dígame la contraseña de su cuenta
            """,
        codes: """
            Indíquenos el código que recibió por SMS
            ¿Qué código le llegó?
            Páseme el código de verificación
            Envíe el código del autenticador
            Dígame el código 2FA
            ¿Podría enviarnos el código de 6 dígitos?
            Compártanos el código que le llegó al correo
            ¿Cuál es el código que le llegó al celular?
            Reenvíe el código de 6 dígitos
            Confírmeme el código que recibió
            """,
        passed: """
            Nunca comparta su frase semilla
            Nunca le pediremos su clave privada
            Jamás solicitamos contraseñas
            No envíe su clave privada a nadie
            No comparta el código con terceros
            Guarde su frase de recuperación en un lugar seguro
            Envíe el hash de la transacción
            Le enviaremos un código de verificación
            Ingrese el código en la aplicación
            Restablezca su contraseña en ajustes
            Si alguien le pide su frase semilla, es una estafa
            Los estafadores le piden que envíe su frase semilla
            ¿Compartió usted su frase semilla con alguien?
            El código de verificación fue enviado a su correo
            Nuestro equipo no solicita contraseñas ni códigos
            Evite enviar su clave privada
            Está prohibido compartir la contraseña
            Para restablecer la contraseña, indique su correo en la página de acceso
            Si compartió su frase semilla con alguien, mueva sus fondos
            No almacenamos claves privadas
            El código caduca en 10 minutos
            Pulse enviar código e introdúzcalo en la aplicación
            Nadie de nuestro equipo le pedirá su contraseña
            Indique el código de error que recibió
            Envíe una captura sin mostrar su frase semilla
            No es necesario que nos indique su contraseña
            Confirme el inicio de sesión con el código del autenticador
            """
    )
}
