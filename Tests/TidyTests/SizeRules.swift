import Testing

/// How long a file and a function may be before they are two.
enum SizeRules {
    static let fileLinesMax = 400
    static let functionLinesMax = 70
    static let readmeLinesMax = 199

    /// Lists of words are data that happens to be Swift.
    static let wordLists = ["Sources/Switchyard/Secrets/WordLists/", "Sources/Switchyard/SignIn/WordLists/"]

    static func longFile(_ file: SourceFile) -> [Finding] {
        guard file.lineCount > fileLinesMax, !wordLists.contains(where: file.path.hasPrefix) else { return [] }
        return [Finding(path: file.path, line: file.lineCount, why: "over \(fileLinesMax) lines: one verb, one file")]
    }

    static func longFunctions(_ file: SourceFile) -> [Finding] {
        let start = #/(^|[^.\w])(func\s+[^\s(<]+|init[?]?(?=[(<])|subscript(?=[(<]))/#
        return file.codeLines.indices.compactMap { index in
            let line = file.codeLines[index]
            guard line.contains("func") || line.contains("init") || line.contains("subscript") else { return nil }
            guard let match = line.firstMatch(of: start) else { return nil }
            guard let end = lastLine(of: index, after: match.range.upperBound, in: file.codeLines) else { return nil }
            let count = end - index + 1
            return count > functionLinesMax
                ? Finding(path: file.path, line: index + 1, why: "\(count) lines, at most \(functionLinesMax)") : nil
        }
    }

    /// The line that closes the body of the function declared at `first`; nil for one without a body.
    private static func lastLine(of first: Int, after column: Substring.Index, in lines: [Substring]) -> Int? {
        var parentheses = 0
        var braces = 0
        for index in first..<lines.count {
            let line = lines[index]
            if index > first, braces == 0, parentheses == 0,
                line.firstMatch(of: #/^\s*(\w+\s+)*(func|var|init)\b/#) != nil
            {
                return nil
            }
            for character in index == first ? line[column...] : line {
                switch character {
                case "(", "[": parentheses += 1
                case ")", "]": parentheses -= 1
                case "{" where parentheses == 0 || braces > 0: braces += 1
                case "}" where parentheses == 0 || braces > 0:
                    braces -= 1
                    if braces <= 0 { return braces == 0 ? index : nil }
                default: break
                }
            }
        }
        return nil
    }
}

@Suite struct SizeRulesTests {
    @Test func filesAreShort() {
        let found = Repository.swift.flatMap(SizeRules.longFile)
        #expect(found.isEmpty, "\(found.report)")
    }

    @Test func functionsAreShort() {
        let found = Repository.swift.flatMap(SizeRules.longFunctions)
        #expect(found.isEmpty, "\(found.report)")
    }

    @Test func theReadmeIsReadInOneSitting() throws {
        let readme = try #require(Repository.files.first { $0.path == "README.md" })
        #expect(readme.lineCount <= SizeRules.readmeLinesMax)
    }

    @Test(arguments: [(400, 0), (401, 1)])
    func aLongFileIsFound(lines: Int, count: Int) {
        let text = String(repeating: "let a = 1\n", count: lines)
        #expect(SizeRules.longFile(SourceFile(path: "Sources/Switchyard/A.swift", text: text)).count == count)
    }

    struct Case: CustomTestStringConvertible {
        let head: String
        let bodyLines: Int
        let count: Int
        var testDescription: String { "\(head) with \(bodyLines) lines" }
    }

    @Test(arguments: [
        Case(head: "func a() {", bodyLines: 68, count: 0),
        Case(head: "func a() {", bodyLines: 69, count: 1),
        Case(head: "    package init(a: Int = { 1 }()) throws {", bodyLines: 80, count: 1),
        Case(head: "static func a<T>(\n    b: T,\n    c: [Int]\n) -> [T] {", bodyLines: 80, count: 1),
        Case(head: "protocol P { func a()\nvar b: Int { get } }\nstruct S {", bodyLines: 80, count: 0),
        Case(head: "let a = [\"func a() {\"]\nenum E {", bodyLines: 80, count: 0),
        Case(head: "protocol P {\nfunc a()\nfunc b()\n}\nfunc c() {", bodyLines: 80, count: 1),
    ])
    func aLongFunctionIsFound(sample: Case) {
        let body = String(repeating: "    if a { b(\"}\") } // }\n", count: sample.bodyLines)
        let file = SourceFile(path: "Sources/Switchyard/A.swift", text: "\(sample.head)\n\(body)}\n")
        #expect(SizeRules.longFunctions(file).count == sample.count)
    }

    @Test(arguments: [
        ("let a = \"x // y\" // z", "let a = \"      \"     "),
        ("let a = \"\\(b(\"c\"))d\"", "let a = \"\\(b(\" \")) \""),
        ("a /* b /* c */ d */ e", "a                   e"),
        ("let a = #\"say \"b\" \"# + c", "let a = #\"        \"# + c"),
        ("\"\"\"\nab \"c\"\n\"\"\" + d", "\"\"\"\n      \n\"\"\" + d"),
        ("let a = \"open\nlet b = 1", "let a = \"    \nlet b = 1"),
    ])
    func onlyCodeIsLeft(text: String, code: String) {
        #expect(CodeMask.mask(text) == code)
    }
}
