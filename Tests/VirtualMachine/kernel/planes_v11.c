// SPDX-License-Identifier: GPL-2.0-only
/*
 * The ABI of the mail "[PATCH v11 1/1] vfio: ABI for mdev display dma-buf operation" of July 2017, which no kernel has:
 * the query itself answers with a descriptor, a new one or an old one of a dma-buf that the caller still has.
 */
#include <linux/fcntl.h>
#include <linux/file.h>
#include <linux/uaccess.h>

#include "display.h"

struct plane_info {
	__u32 argsz;
	__u32 flags;
	__u32 drm_plane_type; /* the caller's; all that follows is the answer */
	__u32 drm_format;
	__u32 width;
	__u32 height;
	__u32 stride;
	__u32 size;
	__u32 x_pos;
	__u32 y_pos;
	__s32 fd;
};
static_assert(sizeof(struct plane_info) == 44);

/*
 * What the answer's descriptor stands for. A dma-buf is to be installed under it; without one, the caller has it, or
 * is said to have it.
 */
struct handle {
	int fd;
	struct dma_buf *dmabuf;
	bool is_another; /* of a dma-buf that the caller has by the number that is remembered */
};

/*
 * The dma-buf of the surface that the caller has at the number given out before, or NULL. The number alone proves
 * nothing: it is the caller's to close and to use again.
 */
static struct dma_buf *still_held(const struct pv_surface *surface)
{
	struct dma_buf *dmabuf = surface->fd < 0 ? NULL : dma_buf_get(surface->fd);

	if (IS_ERR_OR_NULL(dmabuf))
		return NULL;
	if (pv_is_export_of(dmabuf, surface))
		return dmabuf;
	dma_buf_put(dmabuf);
	return NULL;
}

static int choose(struct pv_display *display, const struct pv_plane *plane, struct handle *handle)
{
	struct pv_surface *surface = plane->surface;
	bool churn = plane->is_primary && pv_fault(display, PV_FAULT_id_churn);
	struct dma_buf *dmabuf;

	*handle = (struct handle){ .fd = surface->fd };
	if (pv_fault(display, PV_FAULT_get_fails))
		return -ENOMEM;
	if (surface->fd >= 0 && pv_fault(display, PV_FAULT_stale_fd))
		return 0;
	dmabuf = churn ? NULL : still_held(surface);
	if (dmabuf && !pv_fault(display, PV_FAULT_another_fd)) {
		dma_buf_put(dmabuf);
		return 0;
	}
	handle->is_another = dmabuf;
	if (!dmabuf)
		dmabuf = pv_surface_export(surface, pv_export_flags(display));
	if (IS_ERR(dmabuf))
		return PTR_ERR(dmabuf);
	handle->fd = get_unused_fd_flags(O_CLOEXEC);
	if (handle->fd < 0) {
		dma_buf_put(dmabuf);
		return handle->fd;
	}
	handle->dmabuf = dmabuf;
	return 0;
}

static void describe(const struct pv_plane *plane, int fd, struct plane_info *info)
{
	*info = (struct plane_info){
		.argsz = info->argsz,
		.flags = info->flags,
		.drm_plane_type = info->drm_plane_type,
		.fd = fd,
	};
	if (!plane->surface)
		return;
	info->drm_format = plane->surface->format;
	info->width = plane->width;
	info->height = plane->height;
	info->stride = plane->stride;
	info->size = plane->size;
	info->x_pos = plane->position.x;
	info->y_pos = plane->position.y;
}

/* The descriptor becomes the caller's when nothing can fail any more. */
static int answer(struct pv_display *display, struct plane_info *info, void __user *arg)
{
	struct handle handle = { .fd = -1 };
	struct pv_plane plane;
	int error = pv_look(display, info->drm_plane_type, &plane);

	if (error)
		return error;
	if (!plane.surface && pv_fault(display, PV_FAULT_untouched_when_off))
		return 0;
	if (plane.surface) {
		error = choose(display, &plane, &handle);
		if (error)
			return error;
	}
	describe(&plane, handle.fd, info);
	error = copy_to_user(arg, info, sizeof(*info)) ? -EFAULT : 0;
	if (!handle.dmabuf)
		return error;
	if (error) {
		put_unused_fd(handle.fd);
		dma_buf_put(handle.dmabuf);
		return error;
	}
	fd_install(handle.fd, handle.dmabuf->file);
	if (!handle.is_another)
		plane.surface->fd = handle.fd;
	display->fds++;
	return 0;
}

long pv_query_v11(struct pv_display *display, void __user *arg)
{
	struct plane_info info = {};
	long error = -EINVAL;

	if (copy_from_user(&info, arg, sizeof(info)))
		return -EFAULT;
	if (info.argsz < sizeof(info))
		return -EINVAL;
	mutex_lock(&display->lock);
	if (!info.flags || pv_fault(display, PV_FAULT_ignores_flags))
		error = answer(display, &info, arg);
	mutex_unlock(&display->lock);
	return error;
}
