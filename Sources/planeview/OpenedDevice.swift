import Input
import Planes

/// A device that was opened, to be shown.
struct OpenedDevice {
    let source: any PlaneSource
    /// Takes the user's hands to its guest; nil where there is no way.
    let sink: (any InputSink)?
    /// The guest's clipboard; nil where nothing is exchanged.
    var clipboard: (any GuestClipboard)?
}
