import Switchyard
import SwitchyardAPI

/// Where a request of a route can name a row: any parameter of its path or query, and every id in its body's schema.
enum IDPlace: Hashable, CustomStringConvertible {
    enum Step: Hashable {
        case member(String)
        case element
    }

    case path(String)
    case query(String)
    case body([Step])

    /// What stands in a path and names no row, and the inbound address: it is open to whoever knows it, of whatever tenant, and
    /// tells them that a signature is missing.
    private static let words: Set = ["level", "version", "kind", "purpose", "metric", "line", "error", "address"]

    /// The tenant itself is a matter of its own, and what the sample asks already is left alone.
    static func all(of route: Route) -> [IDPlace] {
        let names = route.path.split(separator: "/").filter { $0.hasPrefix("{") }.map {
            String($0.dropFirst().dropLast())
        }
        let asked = RouteSample(tenant: "self").query(route).split(separator: "&").map { $0.prefix { $0 != "=" } }
        return names.filter { $0 != "tenant" && !words.contains($0) }.map { .path($0) }
            + route.query.filter { !asked.contains($0[...]) }.map { .query($0) }
            + (route.body.map(steps) ?? []).map { .body($0) }
    }

    private static func steps(_ schema: Schema) -> [[Step]] {
        switch schema {
        case .string(let rule): rule.format == .uuid ? [[]] : []
        case .array(let element, _): steps(element).map { [.element] + $0 }
        case .object(let fields, _): fields.flatMap { field in steps(field.schema).map { [.member(field.name)] + $0 } }
        case .map(let value, _, _, _): steps(value).map { [.member("any")] + $0 }
        case .named(_, let inner), .described(_, let inner), .either(_, let inner): steps(inner)
        case .formed(_, let form, let other): steps(form) + steps(other)
        case .byType(let schemas): schemas.flatMap(steps)
        case .integer, .number, .boolean, .any, .unavailable: []
        }
    }

    /// What the place is called, for finding out what it names.
    var name: String {
        switch self {
        case .path(let name), .query(let name): name
        case .body(let steps):
            steps.reversed().compactMap { step in
                if case .member(let name) = step { name == "into" ? "ticket" : name } else { nil }
            }.first ?? ""
        }
    }

    var description: String {
        switch self {
        case .path(let name): "{\(name)}"
        case .query(let name): "?\(name)"
        case .body: "body \(name)"
        }
    }

    /// A request of the route that names the id here.
    func request(_ route: Route, _ sample: RouteSample, naming id: String, as authorization: String?) -> IncomingRequest
    {
        var sample = sample
        var query = sample.query(route)
        var body = sample.body(route)
        switch self {
        case .path(let name): sample.ids[name] = id
        case .query(let name): query += (query.isEmpty ? "" : "&") + "\(name)=\(id)"
        case .body(let steps): body = (body ?? [:]).replacing(steps[...], with: .string(id))
        }
        var headers = body == nil ? [:] : ["content-type": "application/json"]
        headers["authorization"] = authorization
        return IncomingRequest(
            method: route.method,
            path: sample.path(route),
            query: query,
            headers: headers,
            body: body?.bytes ?? []
        )
    }
}

extension JSON {
    /// With another value at a place, which is made where it is not there: of an array, the first element.
    fileprivate func replacing(_ steps: ArraySlice<IDPlace.Step>, with value: JSON) -> JSON {
        switch steps.first {
        case nil: return value
        case .member(let name):
            var object: JSONObject = [:]
            if case .object(let known) = self { object = known }
            object[name] = (object[name] ?? .null).replacing(steps.dropFirst(), with: value)
            return .object(object)
        case .element:
            var elements: [JSON] = []
            if case .array(let known) = self { elements = known }
            let first = (elements.first ?? .null).replacing(steps.dropFirst(), with: value)
            return .array([first] + elements.dropFirst())
        }
    }
}
