internal import Planes

/// One way of asking a device for its planes and their memory.
protocol PlaneAccess: AnyObject {
    var interface: PlaneInterface { get }

    /// Asks for one plane: one `VFIO_DEVICE_QUERY_GFX_PLANE`, two where the first finds no memory.
    func ask(for kind: PlaneKind) -> PlaneAnswer

    /// The memory of a plane of the last snapshot.
    func memory(of plane: Plane) throws(SourceError) -> PlaneMemory

    /// The identity's memory was closed.
    func release(_ identity: BufferIdentity)

    /// All planes have been asked for.
    func finishSnapshot()
}

extension PlaneAccess {
    func release(_ identity: BufferIdentity) {}
    func finishSnapshot() {}
}
