import BusinessTime
import Testing

@testable import Switchyard

struct OneTimeSecretTests {
    /// The secret of RFC 6238, appendix B.
    private static let secret = OneTimeSecret(bytes: Array("12345678901234567890".utf8))

    /// Its table for SHA-1; six figures are the last six of the eight.
    @Test(arguments: [
        (59, "287082"), (1_111_111_109, "081804"), (1_111_111_111, "050471"), (1_234_567_890, "005924"),
        (2_000_000_000, "279037"), (20_000_000_000, "353130"),
    ])
    func theCodesAreThoseOfTheStandard(seconds: Int64, code: String) {
        let instant = Instant(microseconds: seconds * Instant.microsecondsPerSecond)
        #expect(Self.secret.code(of: OneTimeSecret.step(at: instant)) == code)
        #expect(Self.secret.step(of: code, at: instant) == OneTimeSecret.step(at: instant))
    }

    @Test(arguments: [(-2, false), (-1, true), (0, true), (1, true), (2, false)])
    func oneStepBeforeAndAfterIsTaken(aside: Int64, isTaken: Bool) {
        let now = Instant(microseconds: 1_900_000_000_000_000)
        let step = OneTimeSecret.step(at: now) + aside
        #expect(Self.secret.step(of: Self.secret.code(of: step), at: now) == (isTaken ? step : nil))
    }

    @Test func aCodeMayBeTypedInGroupsAndNothingElseIsOne() {
        let now = Instant(microseconds: 59_000_000)
        #expect(Self.secret.step(of: "287 082", at: now) == 1)
        for typed in ["", "28708", "2870820", "287083", "２８７０８２", "-87082"] {
            #expect(Self.secret.step(of: typed, at: now) == nil, "\(typed)")
        }
    }

    @Test func aDeviceIsToldEverythingItNeeds() {
        #expect(Self.secret.text == "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
        #expect(
            Self.secret.uri(account: "ann+desk@example.com")
                == "otpauth://totp/Switchyard%3Aann%2Bdesk%40example%2Ecom?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
                + "&issuer=Switchyard&algorithm=SHA1&digits=6&period=30"
        )
    }

    @Test func aSecretShowsItselfNowhere() {
        var dumped = ""
        dump(Self.secret, to: &dumped)
        for text in ["\(Self.secret)", String(reflecting: Self.secret), dumped] {
            #expect(!text.contains("49") && !text.contains("GEZD"), "\(text)")
        }
    }
}
