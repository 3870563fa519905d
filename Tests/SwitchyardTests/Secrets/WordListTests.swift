import Crypto
import Testing

@testable import Switchyard

struct WordListTests {
    private static let digests: [SeedLanguage: String] = [
        .english: "f18b9a84c83e38e98eceb0102b275e26438af83ab08f080cdb780a2caa9f3a6d",
        .spanish: "27e99ad4328299108663c19eb611310bd3b77260af852169108713019831d07d",
        .french: "fd4cd57c8e86a99ac53cd0f21a6b89af366769b0143ac0d268ac7d7a39200145",
        .italian: "d9664953fe4c49e0b40eb6f6378c421f5f01dc9360aaac6d2a3c294f046ef520",
        .portuguese: "85fea658f90c42c182823807a1d30db587abb72c14a3098e1a65f8b78d1ffcf4",
        .czech: "92e035ca0e3680fab85fa18b9e5c7e7582b3bd9caeb6d4bc8a2ecc8e492100c9",
        .japanese: "e641781d89213031233ebc5130020c3de297cad96065ecc688d1c00e010ea71c",
        .korean: "0c26059ed7ede977d7fa1c40443e71793e7850aa6a3d8aabf0cbcec91c1f95ec",
        .chineseSimplified: "a86e2bd870e228d19a887c9faae8c1374b4e624e85d2b245b59e36583cba4afc",
        .chineseTraditional: "11ef479f2f44b6d4f7fb6239dff06e3cd7a1473b83df6cf91adcbbbee598acf6",
    ]

    @Test(arguments: SeedLanguage.allCases)
    func eachListHasAllItsWordsOnce(language: SeedLanguage) {
        let words = SeedMaker.words(language)
        #expect(words.count == SeedLanguage.wordCount)
        #expect(Set(words.map { Array($0.utf8) }).count == SeedLanguage.wordCount)
    }

    @Test(arguments: SeedLanguage.allCases)
    func eachListIsTheOneOfTheStandard(language: SeedLanguage) {
        let joined = SeedMaker.words(language).joined(separator: " ")
        let digest = SHA256.hash(data: Array(joined.utf8)).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        #expect(digest == Self.digests[language])
    }

    @Test(arguments: SeedLanguage.allCases)
    func everyWordIsFoundUnderItsOwnNumber(language: SeedLanguage) {
        for (number, word) in SeedMaker.words(language).enumerated() {
            let key = FoldedText.folded(word)
            let found = key.withUnsafeBufferPointer { bytes in
                let hash = bytes.reduce(WordIndex.hashSeed) { WordIndex.step($0, $1) }
                let entry = WordIndex.shared.entry(of: 0..<bytes.count, in: bytes, hash: hash)
                return entry < 0 ? nil : WordIndex.shared.membership(of: entry, in: language)
            }
            #expect(found.map { Int($0.number) } == number)
            #expect(found?.isAbbreviation == false)
        }
    }
}
