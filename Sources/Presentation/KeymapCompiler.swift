internal import Descriptors

/// Makes keymaps of texts, by libxkbcommon, which is loaded when the first is asked for: loading and compiling take some
/// milliseconds and a megabyte, and most windows are never typed into.
package final class KeymapCompiler {
    private let library: String
    private let report: (String) -> Void
    private var context: XKBContext?
    private var isTried = false

    /// libxkbcommon, as the dynamic linker searches for it.
    package static let library = "libxkbcommon.so.0"

    /// - Parameters:
    ///   - library: libxkbcommon. A test has it missing.
    ///   - report: called once, with a sentence, when there is no libxkbcommon.
    init(
        _ library: String = KeymapCompiler.library, report: @escaping (String) -> Void = { _ in }
    ) {
        self.library = library
        self.report = report
    }

    /// - Returns: nil when it is no keymap, or there is no libxkbcommon.
    func compile(_ text: borrowing Mapping) -> Keymap? {
        load()
        guard let keymap = text.withBytes({ context?.compile($0) }) else { return nil }
        // What was read of a file that shrank meanwhile is nobody's keymap.
        return text.isIntact ? keymap : nil
    }

    private func load() {
        guard !isTried else { return }
        isTried = true
        do {
            context = try XKBContext(library)
        } catch {
            report(
                "\(error): hotkeys are where a US keyboard has them. Install libxkbcommon0 (Debian, Ubuntu) or libxkbcommon "
                    + "(Fedora)")
        }
    }
}
