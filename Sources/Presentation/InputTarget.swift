/// Who is told what users do over one surface.
protocol InputTarget: AnyObject {
    /// The keys that are the window's own.
    var hotkeys: Hotkeys { get }

    /// What stands for the pointer over the surface.
    var look: PointerLook { get }

    /// What is captured for the target.
    var capture: Capture { get }

    /// The guest's; nil where nothing goes from clipboard to clipboard.
    var clipboard: WindowClipboard? { get }

    /// Called for each event, in order; for a motion, a thousand times a second.
    func receive(_ event: InputEvent)
}
