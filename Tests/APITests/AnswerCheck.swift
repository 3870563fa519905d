import Switchyard
import SwitchyardAPI
import Testing

/// Holds every answer that a test receives against what the OpenAPI document says of it: a member that is not declared, one that
/// is missing, and a word that is in no list turn the test red that met them.
enum AnswerCheck {
    static func look(at reply: Reply, to method: String, _ path: String) {
        guard (200..<300).contains(reply.status), let route = route(method, path) else { return }
        let faults = faults(reply, route)
        #expect(faults.isEmpty, "\(route.method) \(route.path) answers \(reply.text.prefix(600))")
    }

    static func faults(_ reply: Reply, _ route: Route) -> [String] {
        guard reply.status == route.success else { return ["status \(reply.status) is not declared"] }
        guard let type = reply.header("content-type")?.split(separator: ";").first else {
            return route.success == 204 && reply.body.isEmpty ? [] : ["no content"]
        }
        switch type {
        case "text/html": return route.isPage ? [] : ["a page"]
        case "text/csv": return route.query.contains("format") ? [] : ["a table"]
        default: break
        }
        guard type == "application/json", let schema = route.answer, let json = try? reply.json else {
            return ["not declared: \(type)"]
        }
        return schema.validate(json).map { "\($0.pointer) \($0.code.rawValue) \($0.parameters)" }
    }

    /// Of two that fit, the one with fewer parameters is meant, as the server has it.
    private static func route(_ method: String, _ path: String) -> Route? {
        let segments = path.split(separator: "/")
        let fitting = Routes.all.filter { $0.method == method }.compactMap { route in
            route.match(segments).map { (route, $0.count) }
        }
        return fitting.min { $0.1 < $1.1 }?.0
    }
}
