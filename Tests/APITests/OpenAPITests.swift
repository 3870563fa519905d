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
                #expect(try operation.array("security").count == 1)
            case .open:
                #expect(operation["x-permission"] == nil)
                #expect(try operation.array("security").isEmpty)
            }
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
            #expect((operation["requestBody"] != nil) == (route.body != nil))
        }
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
