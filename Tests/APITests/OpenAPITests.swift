import Switchyard
import SwitchyardAPI
import TestSupport
import Testing

/// The document is made from the routes that run, so it can neither lie nor forget.
@Suite(.needsDatabase) struct OpenAPITests {
    private func document() async throws -> JSON {
        let reply = await (try API.make()).send("GET", "/openapi.json")
        #expect(reply.status == 200)
        return try reply.json
    }

    private func operations(_ document: JSON) throws -> [String: JSON] {
        guard case .object(let paths)? = document["paths"] else { return [:] }
        var found: [String: JSON] = [:]
        for path in paths.members {
            guard case .object(let methods) = path.value else { continue }
            for method in methods.members { found["\(method.key.uppercased()) \(path.key)"] = method.value }
        }
        return found
    }

    @Test func everyRouteIsListedAndEveryListedOperationRuns() async throws {
        let listed = try operations(await document()).keys.sorted()
        #expect(listed == Routes.all.map { "\($0.method) \($0.path)" }.sorted())
        #expect(Set(listed).count == Routes.all.count)
    }

    @Test func everyOperationSaysWhoMayCallIt() async throws {
        let operations = try operations(await document())
        for route in Routes.all {
            let operation = try #require(operations["\(route.method) \(route.path)"])
            switch route.access {
            case .permission(let permission):
                #expect(try operation.string("x-permission") == permission.rawValue)
                #expect(operation["security"] == [["key": []], ["session": []]])
            case .session:
                #expect(operation["x-permission"] == nil)
                #expect(operation["security"] == [["session": []]])
            case .open, .signed:
                #expect(operation["x-permission"] == nil)
                #expect(try operation.array("security").isEmpty)
            }
        }
    }

    @Test func everyOperationSaysWhatASessionHasToHaveShown() async throws {
        let operations = try operations(await document())
        for route in Routes.all {
            let operation = try #require(operations["\(route.method) \(route.path)"])
            #expect(operation["x-step-up-seconds"] == (route.demand.recently ? 600 : nil), "\(route.path)")
            #expect(operation["x-before-second-factor"] == (route.demand.secondFactor ? nil : true), "\(route.path)")
        }
    }

    @Test func everyPostSaysWhatBecomesOfItWhenItIsSentAgain() async throws {
        let operations = try operations(await document())
        for route in Routes.all {
            let operation = try #require(operations["\(route.method) \(route.path)"])
            let headers = try operation.array("parameters").filter { $0["in"] == "header" }.map { $0["name"] }
            let takesKey = [.answered, .answeredWithoutSecret].contains(route.repetition)
            #expect(headers == (takesKey ? ["Idempotency-Key"] : []), "\(route.path)")
            #expect(try operation.optionalString("x-repetition") == route.repetition?.rawValue)
            #expect((operation["description"] != nil) == (route.repetition != nil))
        }
    }

    @Test func everySchemaReferredToExists() async throws {
        let document = try await document()
        var references: Set<String> = []
        collect(document, into: &references)
        #expect(!references.isEmpty)
        for reference in references {
            let name = try #require(reference.split(separator: "/").last.map(String.init))
            #expect(document["components"]?["schemas"]?[name] != nil, "\(reference)")
        }
    }

    @Test func everyPathParameterAndSuccessIsDeclared() async throws {
        let operations = try operations(await document())
        for route in Routes.all {
            let operation = try #require(operations["\(route.method) \(route.path)"])
            let declared = try operation.array("parameters").filter { $0["in"] == "path" }.map { try $0.string("name") }
            let wanted = route.path.split(separator: "/").filter { $0.hasPrefix("{") }.map {
                String($0.dropFirst().dropLast())
            }
            #expect(declared == wanted)
            #expect(operation["responses"]?["\(route.success)"] != nil)
            #expect((operation["requestBody"] != nil) == (route.body != nil || route.rawBody != nil))
        }
    }

    @Test func noAnswerIsJustAnObject() throws {
        for route in Routes.all where route.success != 204 && !route.isPage {
            let schema = try #require(route.answer, "\(route.method) \(route.path)").openAPI()
            #expect(schema != ["type": "object"] && schema != [:], "\(route.method) \(route.path)")
        }
        #expect(Routes.all.allSatisfy { ($0.answer == nil) == ($0.success == 204 || $0.isPage) })
    }

    /// A generated client has one type a name.
    @Test func noNameStandsForTwoSchemas() {
        var known: [String: JSON] = [:]
        let schemas =
            Routes.all.flatMap { [$0.body, $0.answer] }.compactMap(\.self) + WebhookEvent.allCases.map(\.envelope)
            + EndpointMessage.allCases.map(\.envelope)
        for (name, schema) in schemas.flatMap({ $0.components() }) {
            #expect(known.updateValue(schema, forKey: name).map { $0 == schema } ?? true, "\(name)")
        }
        #expect(known["Problem"] == nil)
    }

    @Test func everyEventThatIsSentIsDescribed() async throws {
        let document = try await document()
        guard case .object(let webhooks)? = document["webhooks"] else {
            Issue.record("no webhooks")
            return
        }
        let sent =
            WebhookEvent.allCases.map { ($0.rawValue, $0.envelope) }
            + EndpointMessage.allCases.map { ($0.rawValue, $0.envelope) }
        #expect(webhooks.members.map(\.key) == sent.map(\.0))
        for (name, envelope) in sent {
            let body = webhooks[name]?["post"]?["requestBody"]?["content"]?["application/json"]?["schema"]
            #expect(body == envelope.openAPI(), "\(name)")
        }
    }

    @Test func everyAnswerSaysWhatItIs() async throws {
        let operations = try operations(await document())
        for route in Routes.all {
            let responses = try #require(operations["\(route.method) \(route.path)"]?["responses"])
            let type = route.isPage ? "text/html" : "application/json"
            #expect(
                (responses["\(route.success)"]?["content"]?[type] != nil) == (route.success != 204),
                "\(route.path)"
            )
            for status in ["401", "403", "404", "409", "422", "429", "503"] {
                let schema = responses[status]?["content"]?["application/problem+json"]?["schema"]
                #expect(schema == ["$ref": "#/components/schemas/Problem"], "\(route.path)")
            }
            #expect((responses["415"] != nil) == (route.body != nil || route.rawBody != nil), "\(route.path)")
        }
    }

    @Test(arguments: [
        ("status=open,new", 200), ("status=", 200), ("status=open,,new", 422), ("status=open,", 422), ("limit=0", 422),
        ("level=L1,L9", 422), ("team=x", 422), ("standing_alarm=true", 200), ("standing_alarm=yes", 422),
    ])
    func aQueryIsReadAsItsParametersSay(query: String, status: Int) async throws {
        let api = try API.make { $0.hasDesks = false }
        let reply = await api.send("GET", "\(api.tenant)/tickets", as: api.fixture.tenantAdmin, query: query)
        #expect(reply.status == status)
        let parts = query.split(separator: "=", omittingEmptySubsequences: false)
        let operation = try #require(try operations(await document())["GET /v1/tenants/{tenant}/tickets"])
        let parameter = try operation.array("parameters").first { $0["name"] == .string(String(parts[0])) }
        let schema = try #require(parameter?["schema"])
        guard let pattern = try schema.optionalString("pattern") else { return }
        let isDescribed = try String(parts[1]).wholeMatch(of: Regex(pattern)) != nil
        #expect(isDescribed == (status == 200), "\(pattern)")
    }

    private func collect(_ json: JSON, into references: inout Set<String>) {
        switch json {
        case .object(let object):
            for member in object.members {
                if member.key == "$ref", case .string(let reference) = member.value { references.insert(reference) }
                collect(member.value, into: &references)
            }
        case .array(let elements): for element in elements { collect(element, into: &references) }
        case .string, .number, .bool, .null: break
        }
    }
}
