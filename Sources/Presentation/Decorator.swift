internal import Descriptors
internal import Synchronization
internal import Wayland

/// libdecor on a connection: what draws title bars and edges where the compositor leaves that to programs. It is loaded with the
/// first and stays for as long as the process does.
///
/// It speaks through the connection's display on the default queue, so that its events are dispatched with all others. It makes
/// surfaces, seats and outputs of its own.
@safe final class Decorator {
    let libdecor: LibdecorFunctions
    /// libdecor's; whoever has a frame of it holds it.
    let context: OpaquePointer
    /// Called when it cannot do its work, by whose frames are its; in the middle of it, so that nothing of it may be touched.
    var onFailure: [ObjectIdentifier: () -> Void] = [:]
    /// It must not be used any more, not even to be let go of: by then it has freed what it would free.
    private(set) var hasFailed = false

    private let connection: Connection

    /// - Parameter library: as the dynamic linker searches for it.
    /// - Returns: nil when libdecor has said why, on standard error.
    /// - Throws: `DynamicLibraryError`.
    init?(_ library: String, on connection: Connection) throws(DynamicLibraryError) {
        libdecor = try LibdecorFunctions(DynamicLibrary(library))
        self.connection = connection
        guard let context = unsafe libdecor.createContext(connection.display, decoratorEvents) else {
            return nil
        }
        unsafe self.context = context
        let failure = Failure()
        failure.decorator = self
        failures.withLock { $0[UInt(bitPattern: context)] = failure }
    }

    deinit {
        _ = failures.withLock { $0.removeValue(forKey: unsafe UInt(bitPattern: context)) }
        if !hasFailed { unsafe libdecor.releaseContext(context) }
    }

    fileprivate func fail() {
        hasFailed = true
        for tell in onFailure.values { tell() }
    }
}

/// Whose a failure is. Unchecked: a decorator is its connection's thread's, which is the one that its failure is told on.
private final class Failure: @unchecked Sendable {
    weak var decorator: Decorator?
}

/// By the addresses of contexts: libdecor's errors carry nothing else.
private let failures = Mutex<[UInt: Failure]>([:])

/// `struct libdecor_interface`: a function, and ten that are reserved.
private nonisolated(unsafe) let decoratorEvents: UnsafeMutableRawPointer = {
    let error: @convention(c) (OpaquePointer?, Int32, UnsafePointer<CChar>?) -> Void = { context, _, _ in
        let failure = failures.withLock { $0[UInt(bitPattern: context)] }
        failure?.decorator?.fail()
    }
    return unsafe functionTable(of: 11, [unsafeBitCast(error, to: UnsafeRawPointer.self)])
}()

/// A structure of so many pointers to functions, the first of which are there. It is never freed.
func functionTable(of count: Int, _ functions: [UnsafeRawPointer]) -> UnsafeMutableRawPointer {
    let table = UnsafeMutablePointer<UnsafeRawPointer?>.allocate(capacity: count)
    unsafe table.initialize(repeating: nil, count: count)
    for index in unsafe functions.indices { unsafe table[index] = functions[index] }
    return UnsafeMutableRawPointer(table)
}
