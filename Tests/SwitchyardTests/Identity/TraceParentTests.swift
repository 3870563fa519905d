import Switchyard
import Testing

@Suite struct TraceParentTests {
    private static let trace = "4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7"

    @Test(arguments: ["00", "01", "03"]) func aWellFormedHeaderIsHandedOnAsItCame(flags: String) {
        #expect(TraceParent("00-\(Self.trace)-\(flags)")?.text == "00-\(Self.trace)-\(flags)")
    }

    @Test(arguments: ["", "-more", "-"]) func ofAVersionToComeWhatIsKnownIsTaken(rest: String) {
        #expect(TraceParent("cc-\(Self.trace)-01\(rest)")?.text == "00-\(Self.trace)-01")
    }

    @Test(arguments: [
        "", "00", "00-\(trace)", "00-\(trace)-", "00-\(trace)-1", "00-\(trace)-01-", "00-\(trace)-01-more",
        "00-\(trace)-01 ", "cc-\(trace)-01x", "ff-\(trace)-01", "0g-\(trace)-01", "00-\(trace)-0G",
        "00-\(trace.uppercased())-01", "00_\(trace)-01", "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "00-4bf92f3577b34da6a3ce929d0e0e47360-0f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e473\u{e9}-00f067aa0ba902b7-01", String(repeating: "-", count: 55),
        String(repeating: "0", count: 10_000),
    ]) func aMalformedHeaderIsNone(header: String) {
        #expect(TraceParent(header) == nil)
    }
}
