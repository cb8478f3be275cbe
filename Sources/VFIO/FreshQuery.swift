internal import Glibc

/// Asks a device with a fresh struct, and with another one where the first question found no memory.
///
/// Fresh, because i915 GVT-g leaves the struct as it was when the plane is off, so that yesterday's plane would be answered
/// again (drivers/gpu/drm/i915/gvt/dmabuf.c, intel_vgpu_query_plane). Again, because mbochs answers ENOMEM to the first
/// query of each new geometry, and well to the next (samples/vfio-mdev/mbochs.c: mbochs_dmabuf_alloc tests the allocation
/// before it is assigned).
///
/// - Returns: 0 and what the device wrote, or an `errno`.
func ask<Struct>(
    with fresh: Struct, by query: (inout Struct) -> Int32
) -> (error: Int32, answer: Struct) {
    var answer = fresh
    var error = query(&answer)
    if error == ENOMEM {
        answer = fresh
        error = query(&answer)
    }
    return (error, answer)
}
