/// What stands between a number and a keyword beside it.
struct OneTimeCodeGap {
    /// Nothing but marks, joints and words that tell of a code.
    private(set) var isJoint = true
    /// Words that are neither.
    private(set) var strangers = 0
    /// The first word says what the number is.
    private(set) var beginsWithLink = false
    private(set) var beginsWithJoint = false
    private(set) var hasLink = false
    private(set) var hasTell = false
    private(set) var hasSentenceEnd = false
    /// No word in it.
    private(set) var isEmpty = true
    private(set) var hasColon = false
    /// Nothing but blanks in it.
    private(set) var isBlank = true
    private var hasDigit = false
    private static let codeLengths = UInt8(ascii: "4")...UInt8(ascii: "8")

    init(_ gap: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>) {
        var index = gap.lowerBound
        while index < gap.upperBound {
            let byte = bytes[index]
            guard ASCII.isLetter(byte) else {
                note(mark: byte, isLast: index + 1 == gap.upperBound)
                index += 1
                continue
            }
            let end = Self.runEnd(bytes, from: index, to: gap.upperBound)
            if ASCII.isRunning(byte) {
                read(running: index..<end, bytes)
            } else {
                note(
                    isLink: OneTimeCodeWords.links.contains(bytes[index..<end]),
                    isTell: OneTimeCodeWords.tells.contains(bytes[index..<end]),
                    isJoint: OneTimeCodeWords.joints.contains(bytes[index..<end])
                )
            }
            index = end
        }
    }

    /// Past the letters of one script family.
    static func runEnd(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int, to limit: Int) -> Int {
        let isRunning = ASCII.isRunning(bytes[start])
        var end = start
        while end < limit, ASCII.isWord(bytes[end], running: isRunning) || bytes[end] == UInt8(ascii: "'") { end += 1 }
        return max(end, start + 1)
    }

    private mutating func note(mark byte: UInt8, isLast: Bool) {
        if ASCII.isDigit(byte) {
            // "the 6-digit code is", "code de 6 chiffres"
            if hasDigit || !Self.codeLengths.contains(byte) { isJoint = false }
            hasDigit = true
        }
        if ":=".utf8.contains(byte) { hasColon = true }
        if !ASCII.isBlank(byte) { isBlank = false }
        if "!?".utf8.contains(byte) || byte == UInt8(ascii: ".") && !isLast { hasSentenceEnd = true }
    }

    private mutating func note(isLink: Bool, isTell: Bool, isJoint isKnown: Bool) {
        if isEmpty { (beginsWithLink, beginsWithJoint) = (isLink, isKnown) }
        isEmpty = false
        isBlank = false
        hasLink = hasLink || isLink
        hasTell = hasTell || isTell
        guard !isTell, !isKnown else { return }
        strangers += 1
        isJoint = false
    }

    private mutating func read(running range: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>) {
        var rest = range
        while !rest.isEmpty {
            let tell = OneTimeCodeWords.tells.pieceCount(startOf: rest, bytes)
            let link = OneTimeCodeWords.links.pieceCount(startOf: rest, bytes)
            let joint = OneTimeCodeWords.joints.pieceCount(startOf: rest, bytes)
            note(isLink: link != nil && tell == nil, isTell: tell != nil, isJoint: joint != nil)
            guard let count = [tell, link, joint].compactMap({ $0 }).max() else { return }
            rest = (rest.lowerBound + count)..<rest.upperBound
        }
    }
}
