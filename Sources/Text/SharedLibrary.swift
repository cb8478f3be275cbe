internal import Descriptors

/// One of the shared libraries by which text is drawn, loaded. It stays for as long as the process does: GLib's types cannot be
/// taken back.
@safe struct SharedLibrary {
    private let file: LibraryFile
    private let library: DynamicLibrary

    /// - Throws: `TextError.noLibrary`.
    init(_ file: LibraryFile) throws(TextError) {
        self.file = file
        do {
            library = try DynamicLibrary(file.name)
        } catch {
            throw TextError(error, of: file)
        }
    }

    /// Looks up a function.
    ///
    /// - Parameter type: its C type, which nobody checks.
    /// - Throws: `TextError.noFunction`.
    @unsafe func function<Function>(
        _ name: String, as type: Function.Type = Function.self
    ) throws(TextError) -> Function {
        do {
            return try unsafe library.function(name, as: type)
        } catch {
            throw TextError(error, of: file)
        }
    }
}

extension TextError {
    fileprivate init(_ error: DynamicLibraryError, of file: LibraryFile) {
        self =
            switch error {
            case .missing(_, let reason): .noLibrary(file, reason: reason)
            case .noFunction(_, let function): .noFunction(file, function)
            }
    }
}
