extension TestDevice {
    /// Faults of real drivers, each found in the kernel's source or in users' logs, and what a v11 driver could do.
    package struct Faults {
        /// mbochs: the first query of each new geometry answers ENOMEM.
        package var refusesNewGeometryOnce = false
        /// i915 GVT-g: a query of a plane that is off leaves the struct as it was.
        package var leavesStructWhenOff = false
        /// i915 GVT-g: plane types that it does not know answer EINVAL.
        package var refusesTypes: Set<UInt32> = []
        /// mdpy: every plane type answers the same.
        package var answersPrimaryToAll = false
        /// i915 GVT-g: positions are magnitudes.
        package var losesSign = false
        /// Every query answers this `errno`.
        package var queryError: Int32 = 0
        /// Every fetch of a dma-buf answers this `errno`.
        package var fetchError: Int32 = 0
        /// Every write to a region answers this `errno`.
        package var writeError: Int32 = 0
        /// Every query answers a new id.
        package var churnsIDs = false
        /// v11: every query opens another descriptor of the dma-buf.
        package var opensAnother = false
        /// v11: the number that was given out before is named even when it was closed.
        package var forgetsThatItWasClosed = false
        /// v11: the flags are not looked at, so that a mainline probe is answered as a query.
        package var ignoresFlags = false
        /// v11: the descriptor is no dma-buf.
        package var isNoDMABuf = false
        /// v11: the descriptors are another process's.
        package var opensElsewhere = false
    }
}
