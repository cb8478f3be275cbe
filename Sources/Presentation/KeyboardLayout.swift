internal import Descriptors

/// A keyboard's keymap as the compositor handed it out: compiled when a symbol is asked for, and not before.
final class KeyboardLayout {
    private let compiler: KeymapCompiler
    /// The text, until it is compiled.
    private var text: Mapping?
    private var keymap: Keymap?

    /// - Parameters:
    ///   - file: is closed at once.
    ///   - size: bytes.
    init(_ file: consuming OwnedDescriptor, size: UInt32, _ compiler: KeymapCompiler) {
        self.compiler = compiler
        guard size > 0 else { return }
        text = try? Mapping(file, count: Int(size), access: .readPrivate)
    }

    /// The symbol by which a hotkey is known (`Keymap.symbol`); nil also when there is no keymap that can be read.
    func symbol(of code: UInt32, in layout: UInt32) -> UInt32? {
        if let text = text.take() { keymap = compiler.compile(text) }
        return keymap?.symbol(of: code, in: layout)
    }
}
