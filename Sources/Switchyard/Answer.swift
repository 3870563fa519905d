/// What a write answers, kept so that the same request again gets the same answer.
package struct Answer: Sendable, Hashable {
    package let status: Int
    package let body: JSON
    /// The case's revision, where the answer shows a case: sent as its ETag, and not kept.
    package var revision: Int64?

    package init(status: Int, body: JSON, revision: Int64? = nil) {
        self.status = status
        self.body = body
        self.revision = revision
    }
}
