package import Switchyard

extension Config {
    /// Requests a second; each may gather for some seconds.
    package func rateLimits() throws -> RateLimits {
        var limits = RateLimits()
        limits.credential = try rate("SWITCHYARD_RATE_CREDENTIAL", limits.credential)
        limits.tenant = try rate("SWITCHYARD_RATE_TENANT", limits.tenant)
        limits.address = try rate("SWITCHYARD_RATE_ADDRESS", limits.address)
        return limits
    }

    private func rate(_ name: String, _ fallback: Rate) throws -> Rate {
        Rate(
            perSecond: try number(name, default: fallback.perSecond, in: 1...1_000_000),
            burstSeconds: fallback.burstSeconds
        )
    }
}
