internal import Glibc

/// A shared library that is loaded at run time, and not before. It stays for as long as the process does.
@safe package struct DynamicLibrary {
    private let name: String
    private let handle: UnsafeMutableRawPointer

    /// - Parameter name: one that the dynamic linker searches for, or a path.
    /// - Throws: `DynamicLibraryError.missing`.
    package init(_ name: String) throws(DynamicLibraryError) {
        // Local: what it brings along is not to be found by anything else.
        guard let handle = unsafe dlopen(name, RTLD_NOW | RTLD_LOCAL) else {
            let reason = unsafe dlerror().map { unsafe String(cString: $0) }
            throw .missing(name, reason: reason ?? "it cannot be loaded")
        }
        self.name = name
        unsafe self.handle = handle
    }

    /// Looks up a function.
    ///
    /// - Parameter type: its C type, which nobody checks.
    /// - Throws: `DynamicLibraryError.noFunction`.
    @unsafe package func function<Function>(
        _ symbol: String, as type: Function.Type = Function.self
    ) throws(DynamicLibraryError) -> Function {
        guard let address = unsafe dlsym(handle, symbol) else { throw .noFunction(name, symbol) }
        return unsafe unsafeBitCast(address, to: type)
    }
}

/// Why a shared library cannot be used.
package enum DynamicLibraryError: Error, Equatable, CustomStringConvertible {
    /// It cannot be loaded; `reason` is the dynamic linker's.
    case missing(String, reason: String)
    /// It lacks a function that is needed.
    case noFunction(String, String)

    package var description: String {
        switch self {
        case .missing(let name, let reason): "\(name) cannot be loaded (\(reason))"
        case .noFunction(let name, let function): "\(name) is too old: it has no \(function)"
        }
    }
}
