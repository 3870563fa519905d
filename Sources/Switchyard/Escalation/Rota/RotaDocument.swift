import BusinessTime
import Foundation

extension Rota {
    /// A rota as its planner writes it. Wall times are those of `tz`.
    package static let schema: Schema = .named(
        "Rota",
        .object([
            .required("tz", .format(.zone)),
            .required(
                "posts",
                .object(DutyPost.allCases.map { .optional($0.rawValue, post) }),
                "Who is on duty for a level or beyond them. A post left out has no rota: its desk is asked."
            ),
            .optional("effective_from", .format(.instant), "Not in the past; default now."),
            .optional("confirm_gaps", .boolean, "Publish although somebody is missing at times."),
        ])
    )

    private static let post: Schema = .named(
        "RotaPost",
        .object([
            .required(
                "layers",
                .list(of: layer, max: layersMax, min: 1),
                "The first layer with somebody in it has the duty."
            )
        ])
    )

    private static let layer: Schema = .named(
        "RotaLayer",
        .object([
            .required("name", .text(1...100)),
            .required("people", .list(of: .format(.uuid), max: RotaLayer.peopleMax, min: 1), "In turn."),
            .required("starts_on", .format(.date), "The first hand-over's date."),
            .required("handoff", .format(.wallTime), "The first time of a shift's first date."),
            .optional("every_days", .integer(1...Int64(RotaLayer.everyDaysMax)), "Length of a shift; default 7."),
            .optional(
                "hours",
                .object(
                    Weekday.allCases.map {
                        .optional($0.rawValue, .list(of: .list(of: .format(.wallTime), max: 2, min: 2), max: 48))
                    }
                ),
                "Windows [from, to] of a week, as in a calendar; default round the clock."
            ),
        ])
    )

    /// Reads a document that the schema has accepted; what only the calendar can tell is refused with its place.
    package init(_ document: JSON) throws {
        let zone = try document.string("tz")
        let posts = try document.object("posts")
        let days: DayBoundaries
        do {
            days = try DayBoundaries(zone: zone)
        } catch is CalendarError {
            throw DomainError.field("/tz", .unknown)
        }
        var layers: [DutyPost: [RotaLayer]] = [:]
        for post in DutyPost.allCases {
            guard let written = try posts.optionalObject(post.rawValue) else { continue }
            layers[post] = try written.array("layers").enumerated().map { index, json in
                try RotaLayer(json, at: "/posts/\(post.rawValue)/layers/\(index)", zone: zone, days: days)
            }
        }
        self.init(zone: zone, layers: layers)
    }
}

extension RotaLayer {
    fileprivate init(_ json: JSON, at pointer: String, zone: String, days: DayBoundaries) throws {
        guard let startsOn = CivilDate(iso8601: try json.string("starts_on")) else {
            throw DomainError.field(pointer + "/starts_on", .badFormat)
        }
        guard let handoff = WallTime(try json.string("handoff")) else {
            throw DomainError.field(pointer + "/handoff", .badFormat)
        }
        let people = try json.strings("people").enumerated().map { index, text in
            guard let id = UUID(uuidString: text) else {
                throw DomainError.field("\(pointer)/people/\(index)", .badFormat)
            }
            return id
        }
        guard !people.isEmpty else { throw DomainError.field(pointer + "/people", .tooShort) }
        self.init(
            name: try json.string("name"),
            people: people,
            startsOn: startsOn,
            handoff: handoff,
            everyDays: Int(try json.optionalInteger("every_days") ?? 7),
            hours: try json.optionalObject("hours").map { try RotaLayer.hours($0, at: pointer, zone: zone) },
            days: days
        )
    }

    /// The weekly plan of a calendar, so that a night shift means here what it means there (`spec/sla.md T3`).
    private static func hours(_ weekly: JSON, at pointer: String, zone: String) throws -> OpenTime {
        let calendar: JSON = ["tz": .string(zone), "weekly": weekly]
        do {
            return try OpenTime(document: CalendarDocument(json: Data(calendar.bytes)))
        } catch let error as CalendarError {
            let place = error.pointer.replacing("/weekly", with: "/hours", maxReplacements: 1)
            throw DomainError.field(pointer + place, .badFormat, ["reason": error.code.rawValue])
        }
    }
}
