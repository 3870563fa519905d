/// Words with which a customer threatens or makes a formal complaint (`spec/surveys-reports.md V10`): a supervisor is asked
/// whether to open one.
enum ComplaintWords {
    private static let words = WordClass(
        """
        complaint complaints complain complaining lawyer lawyers attorney attorneys ombuds* regulator regulators court sue \
        suing lawsuit fca sec cfpb жалоб* адвокат* юрист* омбудсмен* регулятор* суд суда суду судом скарг* позов* \
        pengaduan keluhan pengacara ombudsman pengadilan reclamaç* reclamac* advogad* ouvidoria procon justiça processar \
        queja quejas reclamación reclamo abogad* defensor demanda demandar juzgado plainte avocat* médiateur reclamo avvocat* \
        投诉 投訴 律师 律師 监管 監管 起诉 起訴 法院 苦情 弁護士 訴訟 消費者センター 민원 변호사 소송 소비자원
        """
    )

    static func occur(in comment: String) -> Bool { words.occur(in: comment) }
}
