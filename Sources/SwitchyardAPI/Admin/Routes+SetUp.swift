import Switchyard

extension Routes {
    /// What a tenant's admin sets up without asking anybody.
    static let setUp: [Route] =
        SettingHandlers.published.flatMap { setting in
            [
                Route(
                    "PUT",
                    "\(tenant)/\(setting.kind.rawValue)",
                    .permission(.configureTenant),
                    "Publish a version of the tenant's \(setting.kind.rawValue)",
                    body: setting.schema,
                    answer: SetUpAnswers.version(setting.kind)
                ) { try await SettingHandlers.publish(setting.kind, $0) },
                Route(
                    "GET",
                    "\(tenant)/\(setting.kind.rawValue)",
                    .permission(.configureTenant),
                    "The \(setting.kind.rawValue) in force",
                    answer: SetUpAnswers.whole(setting.kind)
                ) { try await SettingHandlers.latest(setting.kind, $0) },
                Route(
                    "GET",
                    "\(tenant)/\(setting.kind.rawValue)/versions",
                    .permission(.configureTenant),
                    "All versions of the tenant's \(setting.kind.rawValue), newest first",
                    query: ["cursor", "limit"],
                    answer: SetUpAnswers.versions(setting.kind)
                ) { try await SettingHandlers.versions(setting.kind, $0) },
                Route(
                    "GET",
                    "\(tenant)/\(setting.kind.rawValue)/versions/{version}",
                    .permission(.configureTenant),
                    "A version of the tenant's \(setting.kind.rawValue) as it was published",
                    answer: SetUpAnswers.whole(setting.kind)
                ) { try await SettingHandlers.version(setting.kind, $0) },
            ]
        } + [
            Route(
                "PUT",
                "\(tenant)/calendars/{line}",
                .permission(.configureTenant),
                "Publish a version of a named calendar",
                body: SettingHandlers.calendarSchema,
                answer: SetUpAnswers.version(.calendar)
            ) { try await SettingHandlers.publish(.calendar, $0) },
            Route(
                "GET",
                "\(tenant)/calendars/{line}",
                .permission(.configureTenant),
                "The newest version of a named calendar",
                answer: SetUpAnswers.whole(.calendar)
            ) { try await SettingHandlers.latest(.calendar, $0) },
            Route(
                "GET",
                "\(tenant)/calendars/{line}/versions",
                .permission(.configureTenant),
                "All versions of a named calendar, newest first",
                query: ["cursor", "limit"],
                answer: SetUpAnswers.versions(.calendar)
            ) { try await SettingHandlers.versions(.calendar, $0) },
            Route(
                "GET",
                "\(tenant)/calendars/{line}/versions/{version}",
                .permission(.configureTenant),
                "A version of a named calendar as it was published",
                answer: SetUpAnswers.whole(.calendar)
            ) { try await SettingHandlers.version(.calendar, $0) },
            Route(
                "PUT",
                "\(tenant)/endpoints/{purpose}",
                .permission(.configureTenant),
                "Set where the tenant's own system is told",
                body: Endpoint.schema,
                answer: SetUpAnswers.endpoint,
                demand: .stepUp,
                SettingHandlers.setEndpoint
            ),
            Route(
                "POST",
                "\(tenant)/sources",
                .permission(.configureTenant),
                "Add a signed inbound address",
                body: Source.schema,
                answer: SetUpAnswers.source,
                success: 201,
                demand: .stepUp,
                again: .answeredWithoutSecret,
                SettingHandlers.addSource
            ),
            Route(
                "GET",
                "\(tenant)/sources",
                .permission(.configureTenant),
                "Signed inbound addresses, oldest first: when each was last heard, and whether it is missed",
                query: ["cursor", "limit"],
                answer: SetUpAnswers.sources,
                SourceHandlers.list
            ),
            Route(
                "GET",
                "\(tenant)/sources/{source}",
                .permission(.configureTenant),
                "A source: when it was last heard, and whether it is missed",
                answer: SetUpAnswers.sourceStanding,
                SourceHandlers.read
            ),
            Route(
                "PUT",
                "\(tenant)/sources/{source}",
                .permission(.configureTenant),
                "Replace a source's name, and after how long without a request it is missed",
                body: Source.schema,
                answer: SetUpAnswers.sourceStanding,
                SourceHandlers.change
            ),
            Route(
                "POST",
                "\(tenant)/sources/{source}/secrets",
                .permission(.configureTenant),
                "Rotate a source's secret",
                body: TicketBodies.nothing,
                answer: SetUpAnswers.sourceSecret,
                success: 201,
                demand: .stepUp,
                again: .answeredWithoutSecret,
                SettingHandlers.rotateSecret
            ),
            Route(
                "GET",
                "\(tenant)/sources/{source}/rejections",
                .permission(.configureTenant),
                "Webhooks that were refused, newest first",
                query: ["cursor", "limit"],
                answer: SetUpAnswers.rejections,
                SettingHandlers.rejections
            ),
            Route(
                "POST",
                "\(tenant)/sources/{source}/debug",
                .permission(.configureTenant),
                "Which step a signed request fails; nothing is written",
                body: SourceHandlers.debugged,
                answer: SetUpAnswers.trial,
                again: .harmless,
                SourceHandlers.debug
            ),
            Route(
                "POST",
                "\(tenant)/sources/{source}/tests",
                .permission(.configureTenant),
                "A signed example request, and what the intake would answer; nothing is written",
                body: TicketBodies.nothing,
                answer: SetUpAnswers.example,
                again: .harmless,
                SourceHandlers.test
            ),
            Route(
                "POST",
                "\(tenant)/keys",
                .permission(.configureTenant),
                "Issue an API key",
                body: KeyDraft.tenantSchema,
                answer: SetUpAnswers.issuedKey,
                success: 201,
                demand: .stepUp,
                again: .answeredWithoutSecret,
                SettingHandlers.issueKey
            ),
            Route(
                "GET",
                "\(tenant)/keys",
                .permission(.configureTenant),
                "List the tenant's API keys",
                answer: SetUpAnswers.keys,
                SettingHandlers.listKeys
            ),
            Route(
                "DELETE",
                "\(tenant)/keys/{key}",
                .permission(.configureTenant),
                "Revoke an API key",
                success: 204,
                SettingHandlers.revokeKey
            ),
        ]
}
