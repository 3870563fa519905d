/// What our few pages for people share: no scripts, nothing loaded, nothing kept.
package enum PlainPage {
    /// What the tier sends beside every page: nothing is loaded, kept, framed, or told to other sites.
    package static let headers = [
        ("Content-Type", "text/html; charset=utf-8"),
        ("Cache-Control", "no-store"),
        ("Referrer-Policy", "no-referrer"),
        ("X-Robots-Tag", "noindex"),
        ("X-Content-Type-Options", "nosniff"),
        (
            "Content-Security-Policy",
            "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        ),
    ]

    /// The same bytes for everything that is not there.
    static let notFound = """
        <!doctype html><html lang="en"><head><meta charset="utf-8"><title>Not found</title></head>\
        <body><p>This page does not exist, or is no longer available.</p></body></html>
        """

    static let style = """
        body{font:1.1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b;\
        background:#fff}h1{font-size:1.3rem}fieldset{border:0;padding:0;margin:0}legend{font-size:1.3rem;font-weight:600;\
        padding:0;margin-bottom:1rem}label.c{display:block;padding:.6rem .8rem;border:1px solid #767676;\
        border-radius:.4rem;margin:.4rem 0}textarea,input[type=password]{width:100%;box-sizing:border-box;font:inherit;\
        padding:.5rem}button{font:inherit;padding:.7rem 1.4rem;margin-top:1rem;border:0;border-radius:.4rem;\
        background:#0b4f9c;color:#fff}.t{position:absolute;left:-9999px}:focus-visible{outline:3px solid #f5a300;\
        outline-offset:2px}
        """

    static let head = """
        <!doctype html><html lang="{{language}}"><head><meta charset="utf-8">\
        <meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex">
        """
}
