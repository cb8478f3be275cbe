/// A device of this machine, as its user is offered it.
struct DeviceChoice {
    /// What a device is.
    enum Kind {
        /// It shows what a guest draws.
        case display
        /// It captures pictures.
        case capture
    }

    let kind: Kind
    /// What `--device` takes.
    let device: String
    /// What it is, in people's words, such as "GVTg_V5_4 of 0000:00:02.0"; nil where nobody knows.
    let origin: String?
    /// What can be said of it now, such as "free, planes as dma-bufs".
    let state: String
    /// Whether it can be opened, as far as is known.
    let isFree: Bool
    /// The same, for programs.
    let json: JSON

    /// A line for people.
    var line: String { device + (origin.map { " (\($0))" } ?? "") + ": " + state }
}
