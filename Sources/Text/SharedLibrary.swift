internal import Glibc

/// A shared library that is loaded at run time, and not before. It stays for as long as the process does: GLib's types
/// cannot be taken back.
@safe struct SharedLibrary {
    private let file: LibraryFile
    private let handle: UnsafeMutableRawPointer

    /// - Throws: `TextError.noLibrary`.
    init(_ file: LibraryFile) throws(TextError) {
        // Local: what it brings along is not to be found by anything else.
        guard let handle = unsafe dlopen(file.name, RTLD_NOW | RTLD_LOCAL) else {
            let reason = unsafe dlerror().map { unsafe String(cString: $0) }
            throw .noLibrary(file, reason: reason ?? "it cannot be loaded")
        }
        self.file = file
        unsafe self.handle = handle
    }

    /// Looks up a function.
    ///
    /// - Parameter type: its C type, which nobody checks.
    /// - Throws: `TextError.noFunction`.
    @unsafe func function<Function>(
        _ name: String, as type: Function.Type = Function.self
    ) throws(TextError) -> Function {
        guard let address = unsafe dlsym(handle, name) else { throw .noFunction(file, name) }
        return unsafe unsafeBitCast(address, to: type)
    }
}
