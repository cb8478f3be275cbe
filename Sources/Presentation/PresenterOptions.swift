package import Planes

extension Presenter {
    /// What the user asks for.
    package struct Options {
        package var repaint = Repaint.auto
        package var scaling = Scaling.fit
        package var cursor = CursorMode.guest
        /// The presentation ends when the compositor draws a picture instead of scanning it out.
        package var requiresZeroCopy = false
        /// What is counted is shown in the window from the start.
        package var overlay = false
        /// The guest is given a monitor of the window's size, by sources that can.
        package var resizesGuest = true
        package var window = WindowOptions()
        package var input = InputOptions()

        package init() {}
    }
}
