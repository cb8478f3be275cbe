// libdrm, for the dumb buffers of `--device demo:card=…`. Its DRM_RDWR and DRM_CLOEXEC are the C library's O_RDWR and
// O_CLOEXEC, which Swift has.
#include <xf86drm.h>
#include <xf86drmMode.h>
