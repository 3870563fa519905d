/// What turns a demand into a warning, in the languages of `SecretWarning`; written as `FoldedPhrase` reads them.
enum OutboundNegations {
    /// Before the demand they govern.
    static let leading = PhraseSet(
        """
        never, do not, don't, dont, not to, no one, nobody, should not, shouldn't, must not, mustn't, will not, won't, \
        would not, cannot, can't, no need, without, avoid, anyone who, anybody who, if someone, if anyone, if anybody, \
        instead of, not ask, no legitimate, refuse to, not required to, have you, did you, has anyone, did anyone, were you, \
        beware, be careful, hide, hiding, cover up, blur, redact, if you shared, if you gave, if you sent, \
        никогда, не|, никому, нельзя, без|, если кто, если вас, избегайте, остерегайтесь, запрещ, скройте, закройте, спрячьте, если вы, \
        ніколи, нікому, не треба, якщо хтось, якщо вас, уникайте, остерігайтеся, заборон, сховайте, приховайте, якщо ви, \
        不要, 切勿, 请勿, 勿, 不会, 不會, 绝不, 絕不, 从不, 永远不, 别, 無需, 无需, 不能, 不应, 不需要, 是否, 如果有人, 已发送, 已經發送, 将发送, 会发送, 给您, 如果您已, 遮挡, 隠して, \
        jangan, tidak, tak pernah, dilarang, hindari, waspada*, hati hati, jika ada yang, apakah anda pernah, pernah, sembunyikan, tutupi, \
        nunca, jamás, jamais, no|, não, nem|, ni|, sin|, sem|, evite*, evita|, prohibid*, proibid*, si alguien, se alguém, \
        cuidado, desconfíe, oculte, ocultando, tape|, 紙に, si compartió, si envió, se você, esconda, \
        ne|, n'*, non|, mai|, évitez, interdit, vietato
        """
    )

    /// After the demand they govern.
    static let trailing = PhraseSet(
        """
        to anyone ever, to no one, to nobody, on paper, offline, на бумаг, на папер, en papel, em papel, di kertas, 종이에, 纸上, \
        никому, нікому, ないで, ません, しないで, 決して, ことはあり, ことがあり, 지 마, 지 않, 지 말, \
        마세요, 않습니다, 안 됩, 안됩, 안 돼, 적이 있, 셨다면, 했다면, 别人, 別人, 他人
        """
    )

    /// Of whom a customer is warned. They count but where a negation stands directly before ("we are no scammers").
    static let villains = PhraseSet(
        """
        scam, scams, scammer*, fraud*, phish*, impostor*, impersonat*, criminal*, hacker*, thief, thieves, \
        мошенни, злоумышленни, обман, фишинг, шахра, зловмисни, фішинг, penipu*, golpe|, golpista*, golpes|, estafa*, fraude*, \
        fraudador*, suplanta*, arnaque*, escroc*, truff*, 骗子, 诈骗, 骗局, 詐騙, 詐欺, 사기
        """
    )

    /// "Don't forget to send", "не могли бы вы": the negation is spent on another word.
    static let spent = PhraseSet(
        """
        forget*, hesitate*, then|, but|, so please, worry, забудьте, стесняйтесь, поэтому, но|, могли бы, затруднит, сложно, \
        забудьте, забувайте, могли б, але, 忘, lupa, tapi|, olvide*, dude, pero, podría*, esqueça*, hesite, mas|, poderia*, \
        hésitez, oubliez, pourriez, dimentichi, esiti, ma|
        """
    )

    /// The secret itself once more, after a demand for "it".
    static let pronouns = PhraseSet("it, them, её|, ее|, его, их, її, його, їх, la|, lo|, las, los, ela, elas, ele")
}
