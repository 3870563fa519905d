/// A colour as pages write it, `#rrggbb`.
package struct Colour: Sendable, Hashable {
    package let text: String
    private let red: UInt8
    private let green: UInt8
    private let blue: UInt8

    /// Brightness from which dark letters can be read better on it than white ones (WCAG's relative luminance).
    private static let darkLettersFrom = 0.179

    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        // No sign, which a number may have.
        guard bytes.count == 7, bytes[0] == UInt8(ascii: "#"), bytes[1] != UInt8(ascii: "+"),
            let value = UInt32(text.dropFirst(), radix: 16)
        else { return nil }
        self.text = text
        red = UInt8(value >> 16 & 0xFF)
        green = UInt8(value >> 8 & 0xFF)
        blue = UInt8(value & 0xFF)
    }

    /// Black or white, whichever can be read on it.
    package var letters: String { luminance > Colour.darkLettersFrom ? "#000000" : "#ffffff" }

    private var luminance: Double { 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue) }

    /// sRGB to light, near enough with its mean exponent, so that no function of the machine's decides.
    private func linear(_ part: UInt8) -> Double {
        let share = Double(part) / 255
        return share * share * (0.7 * share.squareRoot().squareRoot() + 0.3)
    }
}
