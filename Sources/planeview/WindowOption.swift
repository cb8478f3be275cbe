import ArgumentParser
import Glibc
import Presentation

/// `--fullscreen` and what goes with it.
struct WindowOption: ParsableArguments {
    @Flag(
        name: .shortAndLong, inversion: .prefixedNo, exclusivity: .chooseLast,
        help: "Fill an output from the start; F11 and Ctrl+Alt+F end and begin it.")
    var fullscreen = false

    @Option(
        help: ArgumentHelp(
            "The output to fill, by the compositor's name for it, such as HDMI-A-1. It brings --fullscreen along.",
            valueName: "name"))
    var fullscreenOutput: String?

    @Flag(
        inversion: .prefixedNo, exclusivity: .chooseLast,
        help: "Fill an output, and stay so: no decorations and no hotkeys.")
    var kiosk = false

    var options: WindowOptions {
        var options = WindowOptions()
        options.isFullscreen = fullscreen || kiosk || fullscreenOutput != nil
        options.output = fullscreenOutput
        options.isKiosk = kiosk
        if kiosk { options.hotkeys = .none }
        // The window's, and no other program's that this one may start (xdg-activation, XDG_ACTIVATION_TOKEN).
        options.activationToken = unsafe getenv("XDG_ACTIVATION_TOKEN").map { unsafe String(cString: $0) }
        unsafe unsetenv("XDG_ACTIVATION_TOKEN")
        return options
    }
}
