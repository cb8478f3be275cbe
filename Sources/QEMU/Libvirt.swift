internal import Descriptors

/// libvirt, loaded when a machine of its is asked for (libvirt-domain.h): it hands out connections to the displays of machines
/// that it runs.
@safe struct Libvirt {
    private let open: @convention(c) (UnsafePointer<CChar>?) -> OpaquePointer?
    private let close: @convention(c) (OpaquePointer) -> Int32
    private let lookUp: @convention(c) (OpaquePointer, UnsafePointer<CChar>) -> OpaquePointer?
    private let free: @convention(c) (OpaquePointer) -> Int32
    private let openGraphics: @convention(c) (OpaquePointer, UInt32, UInt32) -> Int32
    private let lastError: @convention(c) () -> UnsafePointer<CChar>?

    /// - Throws: `QEMUError.library`.
    init(_ name: String = "libvirt.so.0") throws(QEMUError) {
        do throws(DynamicLibraryError) {
            let library = try DynamicLibrary(name)
            try unsafe open = library.function("virConnectOpen")
            try unsafe close = library.function("virConnectClose")
            try unsafe lookUp = library.function("virDomainLookupByName")
            try unsafe free = library.function("virDomainFree")
            try unsafe openGraphics = library.function("virDomainOpenGraphicsFD")
            try unsafe lastError = library.function("virGetLastErrorMessage")
        } catch {
            throw .library("\(error): install libvirt (Debian's package libvirt0)")
        }
    }

    /// A connection to the first display of a machine, at whose other end QEMU is.
    ///
    /// - Throws: `QEMUError.libvirt`, with libvirt's reason.
    func display(of machine: String) throws(QEMUError) -> OwnedDescriptor {
        // LIBVIRT_DEFAULT_URI, or what libvirt finds.
        guard let connection = unsafe open(nil) else { throw fault(machine) }
        defer { _ = unsafe close(connection) }
        guard let domain = unsafe lookUp(connection, machine) else { throw fault(machine) }
        defer { _ = unsafe free(domain) }
        let socket = unsafe openGraphics(domain, 0, 0)
        guard socket >= 0 else { throw fault(machine) }
        return OwnedDescriptor(adopting: socket)
    }

    private func fault(_ machine: String) -> QEMUError {
        let reason = unsafe lastError().map { unsafe String(cString: $0) }
        return .libvirt(machine, reason: reason ?? "it does not say why")
    }
}
