import Logging
import Switchyard

/// After a release that brings newer rules of the zones, calendars are compiled anew, tenant by tenant; and where the machine
/// has newer rules than the release, somebody has to know (`spec/sla.md T7`).
enum RenewZoneRules {
    static func run(_ hands: ScheduleHands) throws -> [String: Int] {
        if let system = ZoneRules.systemVersion(), ZoneRules.isNewer(system, than: ZoneRules.current) {
            hands.alarm(
                "the system's zone rules are newer than this release's",
                ["system": system, "release": ZoneRules.current]
            )
        }
        var renewed = 0
        let failed = try hands.eachTenant { tenant in
            let count = try hands.tenant(tenant) { try ZoneRules.renew(in: $0) }
            guard count > 0 else { return }
            renewed += count
            hands.announce(
                "calendars compiled with newer zone rules",
                ["tenant": tenant.text, "calendars": String(count), "zone_data": ZoneRules.current]
            )
        }
        return ["renewed": renewed, "failed": failed]
    }
}
