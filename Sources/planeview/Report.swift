/// What is known of a device, as both of the program's readers take it.
struct Report {
    /// For people: a line, or several.
    let text: String
    /// For programs.
    let json: JSON
}

extension String {
    /// The text with spaces behind it, up to a width.
    func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }
}
