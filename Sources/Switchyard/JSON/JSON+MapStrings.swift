extension JSON {
    /// A copy in which every key and every string value went through `transform`, in document order: a key before its
    /// value. Where two keys come out alike, the later ones get `#2`, `#3` … so that no member is lost.
    package func mapStrings<Failure: Error>(
        _ transform: (String) throws(Failure) -> String
    ) throws(Failure) -> JSON {
        switch self {
        case .string(let text): return .string(try transform(text))
        case .array(let elements):
            var mapped: [JSON] = []
            mapped.reserveCapacity(elements.count)
            for element in elements { mapped.append(try element.mapStrings(transform)) }
            return .array(mapped)
        case .object(let object):
            var mapped = JSONObject()
            var uses: [String: Int] = [:]
            for member in object.members {
                let key = Self.free(try transform(member.key), in: mapped, &uses)
                mapped[key] = try member.value.mapStrings(transform)
            }
            return .object(mapped)
        case .number, .bool, .null: return self
        }
    }

    /// `uses` remembers the last number tried, so that an object of equal keys costs one step each.
    private static func free(_ key: String, in object: JSONObject, _ uses: inout [String: Int]) -> String {
        guard object.contains(key) else { return key }
        var number = uses[key, default: 1]
        var candidate: String
        repeat {
            number += 1
            candidate = "\(key)#\(number)"
        } while object.contains(candidate)
        uses[key] = number
        return candidate
    }
}
