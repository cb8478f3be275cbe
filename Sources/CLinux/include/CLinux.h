// Linux headers that the Glibc module lacks, and the constants that Swift cannot import because they are
// macros with casts. Headers and constants only: no logic.
#ifndef PLANEVIEW_CLINUX_H
#define PLANEVIEW_CLINUX_H

#include <linux/dma-buf.h>
#include <linux/dma-heap.h>
#include <linux/udmabuf.h>
#include <linux/vfio.h>
#include <linux/videodev2.h>
#include <spawn.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/pidfd.h>
#include <sys/signalfd.h>
#include <sys/sysmacros.h>
#include <sys/timerfd.h>
#include <sys/vfs.h>

// memfd_create and its seals stand behind _GNU_SOURCE, which a module's header cannot set for its importers.
int planeview_memfd_create(const char *_Nonnull name, unsigned int flags);
int planeview_add_seals(int descriptor, int seals);

// pipe2, too. Both ends are closed on exec.
int planeview_pipe(int *_Nonnull ends);

// glibc has no functions for these (Linux 5.13, Documentation/userspace-api/landlock.rst). 0 or more, or -1 with errno.
int planeview_landlock_version(void);
int planeview_landlock_create(uint64_t handled_files, uint64_t handled_network, uint64_t scoped, int version);
int planeview_landlock_allow(int ruleset, int path, uint64_t allowed);
int planeview_landlock_restrict(int ruleset);
// As memfd_create does. 0, or an errno.
int planeview_spawn_close_from(posix_spawn_file_actions_t *_Nonnull actions, int first);
// prctl is variadic. 0, or -1 with errno.
int planeview_no_new_privileges(void);
// Nobody may trace the process, or take descriptors from it, who has no right to trace any.
int planeview_not_dumpable(void);
// Gives up CAP_SYS_PTRACE, where it is there. 0, or -1 with errno.
int planeview_give_up_tracing(void);

enum : unsigned int {
    PLANEVIEW_MFD_CLOEXEC = 0x0001,
    PLANEVIEW_MFD_ALLOW_SEALING = 0x0002,
};

enum : int {
    PLANEVIEW_SEAL_SEAL = 0x0001,
    PLANEVIEW_SEAL_SHRINK = 0x0002,
    PLANEVIEW_SEAL_GROW = 0x0004,
};

// Linux 6.1's headers do not have the device files of 6.6 (include/uapi/linux/vfio.h of 6.12).
struct planeview_vfio_bind_iommufd {
    uint32_t argsz;
    uint32_t flags;
    int32_t iommufd;
    uint32_t out_devid;
};

// The flat struct of '[PATCH v11 1/1] vfio: ABI for mdev display dma-buf operation' (July 2017), which no kernel's headers
// have: the request's number is mainline's, and the size tells them apart.
struct planeview_v11_gfx_plane_info {
    uint32_t argsz;
    uint32_t flags;
    // In: an enum drm_plane_type.
    uint32_t drm_plane_type;
    uint32_t drm_format;
    uint32_t width;
    uint32_t height;
    uint32_t stride;
    uint32_t size;
    uint32_t x_pos;
    uint32_t y_pos;
    // A dma-buf: new, or one that was given out before.
    int32_t fd;
};
_Static_assert(sizeof(struct planeview_v11_gfx_plane_info) == 44, "as in the mail");

/// ioctl request numbers. Every VFIO request is `_IO`: the number never tells the ABI's version.
enum planeview_request : unsigned long {
    PLANEVIEW_VFIO_GET_API_VERSION = VFIO_GET_API_VERSION,
    PLANEVIEW_VFIO_CHECK_EXTENSION = VFIO_CHECK_EXTENSION,
    PLANEVIEW_VFIO_SET_IOMMU = VFIO_SET_IOMMU,
    PLANEVIEW_VFIO_GROUP_GET_STATUS = VFIO_GROUP_GET_STATUS,
    PLANEVIEW_VFIO_GROUP_SET_CONTAINER = VFIO_GROUP_SET_CONTAINER,
    PLANEVIEW_VFIO_GROUP_GET_DEVICE_FD = VFIO_GROUP_GET_DEVICE_FD,
    PLANEVIEW_VFIO_DEVICE_GET_INFO = VFIO_DEVICE_GET_INFO,
    PLANEVIEW_VFIO_DEVICE_GET_REGION_INFO = VFIO_DEVICE_GET_REGION_INFO,
    PLANEVIEW_VFIO_DEVICE_QUERY_GFX_PLANE = VFIO_DEVICE_QUERY_GFX_PLANE,
    PLANEVIEW_VFIO_DEVICE_GET_GFX_DMABUF = VFIO_DEVICE_GET_GFX_DMABUF,
    PLANEVIEW_VFIO_DEVICE_BIND_IOMMUFD = _IO(VFIO_TYPE, VFIO_BASE + 18),
    PLANEVIEW_UDMABUF_CREATE = UDMABUF_CREATE,
    PLANEVIEW_DMA_HEAP_IOCTL_ALLOC = DMA_HEAP_IOCTL_ALLOC,
    PLANEVIEW_DMA_BUF_IOCTL_SYNC = DMA_BUF_IOCTL_SYNC,
    PLANEVIEW_VIDIOC_QUERYCAP = VIDIOC_QUERYCAP,
    PLANEVIEW_VIDIOC_ENUM_FMT = VIDIOC_ENUM_FMT,
    PLANEVIEW_VIDIOC_ENUM_FRAMESIZES = VIDIOC_ENUM_FRAMESIZES,
    PLANEVIEW_VIDIOC_G_FMT = VIDIOC_G_FMT,
    PLANEVIEW_VIDIOC_S_FMT = VIDIOC_S_FMT,
    PLANEVIEW_VIDIOC_QUERY_DV_TIMINGS = VIDIOC_QUERY_DV_TIMINGS,
    PLANEVIEW_VIDIOC_S_DV_TIMINGS = VIDIOC_S_DV_TIMINGS,
    PLANEVIEW_VIDIOC_REQBUFS = VIDIOC_REQBUFS,
    PLANEVIEW_VIDIOC_QUERYBUF = VIDIOC_QUERYBUF,
    PLANEVIEW_VIDIOC_EXPBUF = VIDIOC_EXPBUF,
    PLANEVIEW_VIDIOC_QBUF = VIDIOC_QBUF,
    PLANEVIEW_VIDIOC_DQBUF = VIDIOC_DQBUF,
    PLANEVIEW_VIDIOC_STREAMON = VIDIOC_STREAMON,
    PLANEVIEW_VIDIOC_STREAMOFF = VIDIOC_STREAMOFF,
    PLANEVIEW_VIDIOC_SUBSCRIBE_EVENT = VIDIOC_SUBSCRIBE_EVENT,
    PLANEVIEW_VIDIOC_DQEVENT = VIDIOC_DQEVENT,
};

#endif
