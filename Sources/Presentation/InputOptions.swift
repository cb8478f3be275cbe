package import Input

/// How the user's hands come to the guest, and back.
package struct InputOptions: Sendable {
    /// The keys that end a capture.
    package var release = ReleaseChord.usual
    /// While the guest is captured, it gets the compositor's keyboard shortcuts, too, if the compositor lets it.
    package var inhibitsShortcuts = false

    package init() {}
}
