// SPDX-License-Identifier: GPL-2.0-only
/*
 * The ABI of Linux 4.16 and later: dma-bufs by id, or a region.
 */
#include <linux/uaccess.h>

#include "display.h"

/* The end of the struct's last field that counts; the kernel's ABI copies so much, and not its padding. */
#define QUERY_SIZE offsetofend(struct vfio_device_gfx_plane_info, dmabuf_id)

static void describe(struct pv_display *display, const struct pv_plane *plane, struct vfio_device_gfx_plane_info *info)
{
	/* "No plane" is all zero, but for what was asked. */
	*info = (struct vfio_device_gfx_plane_info){
		.argsz = info->argsz,
		.flags = info->flags,
		.drm_plane_type = info->drm_plane_type,
	};
	if (!plane->surface)
		return;
	info->drm_format = plane->surface->format;
	info->drm_format_mod = plane->modifier;
	info->width = plane->width;
	info->height = plane->height;
	info->stride = plane->stride;
	info->size = plane->size;
	info->x_pos = plane->position.x;
	info->y_pos = plane->position.y;
	info->x_hot = plane->hotspot.x;
	info->y_hot = plane->hotspot.y;
	if (display->region)
		info->region_index = PV_PICTURE_REGION;
	else
		info->dmabuf_id = plane->surface->id;
}

static long query(struct pv_display *display, void __user *arg, u32 kind)
{
	struct vfio_device_gfx_plane_info info = {};
	struct pv_plane plane;
	bool untouched;
	int error;

	if (copy_from_user(&info, arg, QUERY_SIZE))
		return -EFAULT;
	if (info.argsz < QUERY_SIZE)
		return -EINVAL;
	if (info.flags == (VFIO_GFX_PLANE_TYPE_PROBE | kind))
		return 0;
	if (info.flags != kind)
		return -EINVAL;
	mutex_lock(&display->lock);
	error = pv_look(display, info.drm_plane_type, &plane);
	untouched = !plane.surface && pv_fault(display, PV_FAULT_untouched_when_off);
	if (!error)
		describe(display, &plane, &info);
	mutex_unlock(&display->lock);
	if (error || untouched)
		return error;
	return copy_to_user(arg, &info, QUERY_SIZE) ? -EFAULT : 0;
}

long pv_query_dmabuf(struct pv_display *display, void __user *arg)
{
	return query(display, arg, VFIO_GFX_PLANE_TYPE_DMABUF);
}

long pv_query_region(struct pv_display *display, void __user *arg)
{
	return query(display, arg, VFIO_GFX_PLANE_TYPE_REGION);
}

static struct dma_buf *export_by_id(struct pv_display *display, u32 id)
{
	struct pv_surface *surface = pv_find(display, id);

	display->gets++;
	if (!surface)
		return ERR_PTR(-ENOENT);
	if (pv_fault(display, PV_FAULT_get_fails))
		return ERR_PTR(-ENOMEM);
	return pv_surface_export(surface, pv_export_flags(display));
}

long pv_get_dmabuf(struct pv_display *display, void __user *arg)
{
	struct dma_buf *dmabuf;
	u32 id;
	int fd;

	if (get_user(id, (u32 __user *)arg))
		return -EFAULT;
	mutex_lock(&display->lock);
	dmabuf = export_by_id(display, id);
	mutex_unlock(&display->lock);
	if (IS_ERR(dmabuf))
		return PTR_ERR(dmabuf);
	fd = dma_buf_fd(dmabuf, O_CLOEXEC);
	if (fd < 0) {
		dma_buf_put(dmabuf);
		return fd;
	}
	mutex_lock(&display->lock);
	display->fds++;
	mutex_unlock(&display->lock);
	return fd;
}
