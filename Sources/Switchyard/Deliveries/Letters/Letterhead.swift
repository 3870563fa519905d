/// What all outgoing texts of a deployment share.
package struct Letterhead: Sendable, Hashable {
    /// From address of every mail; the tenant's name stands before it.
    package let fromAddress: String
    /// Where people reach this deployment, without a slash at the end.
    package let publicURL: String
    /// Right half of every Message-ID.
    package let messageDomain: String

    package init(fromAddress: String, publicURL: String, messageDomain: String) {
        self.fromAddress = fromAddress
        self.publicURL = publicURL
        self.messageDomain = messageDomain
    }
}
