internal import Descriptors

/// A context of libxkbcommon, which is loaded with the first and stays for as long as the process does.
@safe final class XKBContext {
    private let xkb: XKBFunctions
    private let context: OpaquePointer

    /// - Parameter library: as the dynamic linker searches for it.
    init(_ library: String) throws(DynamicLibraryError) {
        xkb = try XKBFunctions(DynamicLibrary(library))
        guard let context = unsafe xkb.createContext(XKB.plainContext) else {
            preconditionFailure("out of memory")
        }
        unsafe xkb.setLogLevel(context, XKB.quiet)
        unsafe self.context = context
    }

    /// Keymaps hold on to it for as long as they need it.
    deinit { unsafe xkb.releaseContext(context) }

    /// - Parameter text: with or without a zero at its end.
    /// - Returns: nil when it is no keymap.
    func compile(_ text: RawSpan) -> Keymap? {
        unsafe text.withUnsafeBytes { bytes in
            let characters = unsafe bytes.bindMemory(to: CChar.self)
            let count = unsafe characters.firstIndex(of: 0) ?? characters.count
            let keymap = unsafe xkb.compile(
                context, characters.baseAddress, count, XKB.textFormat, 0)
            return unsafe keymap.map { unsafe Keymap(adopting: $0, xkb) }
        }
    }
}
