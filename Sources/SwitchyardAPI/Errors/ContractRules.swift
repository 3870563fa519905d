/// What callers may count on when the API changes; shown as a page and in the OpenAPI document.
enum ContractRules {
    static let address = "/versions"

    static let route = Route("GET", address, .open, "How this API changes, and how it says so", page: true) { _ in
        ErrorPages.page("Versions", "<h1>Versions</h1>" + all.map { "<p>\($0)</p>" }.joined())
    }

    static let all = [
        "The version is the first segment of the path. Within a version nothing that a caller relies on is taken away.",
        """
        At any time may come: new routes, new optional members of a body, new members of an answer, new types of problems, \
        new words in a list that is not called complete, better texts. A caller passes over what it does not know.
        """,
        """
        The document is whole for the day on which it is read: what an answer holds beyond its schema is a fault of ours, and \
        the additionalProperties of it that are false are there to find that. They promise nothing for the next day.
        """,
        """
        Only in a new version: a member or route that goes, another type or meaning of a member, an optional member that is \
        required, a new permission that a route asks for, another status or type for the same mistake.
        """,
        """
        Which route will go is marked in the OpenAPI document with deprecated and x-sunset, and in its every answer with \
        Deprecation (RFC 9745) and Sunset (RFC 8594). From the mark to the end are \(Deprecation.noticeDaysMin) days at \
        least; after it the route answers as one that never was.
        """,
        "The type of a problem is the address of its entry under /errors. Types are stable; texts may change.",
    ]
}
