/// Parts of a tenant's set-up that are published as immutable versions.
package enum SettingKind: String, CaseIterable, Sendable {
    case calendar
    case policy
    case rules
    case survey
    case branding
}
