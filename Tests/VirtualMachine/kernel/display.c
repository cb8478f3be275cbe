// SPDX-License-Identifier: GPL-2.0-only
/*
 * The mediated device: VFIO's view of a display. See README.md.
 */
#include <drm/drm_fourcc.h>
#include <linux/cdev.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include <linux/vfio.h>
#include <linux/vmalloc.h>

#include "display.h"

/* enum drm_plane_type is not in a header for user space, but its values are in the ABI. */
enum { PLANE_OVERLAY = 0, PLANE_PRIMARY = 1, PLANE_CURSOR = 2 };

static void drop(struct pv_display *display, struct pv_surface *surface)
{
	if (!surface)
		return;
	idr_remove(&display->ids, surface->id);
	pv_surface_put(surface);
}

static int adopt(struct pv_display *display, struct pv_surface *surface)
{
	int id = idr_alloc_cyclic(&display->ids, surface, 1, 0, GFP_KERNEL);

	if (id < 0)
		return id;
	surface->id = id;
	return 0;
}

static struct pv_surface *make(struct pv_display *display, u32 width, u32 height, u32 stride, u32 format, int index)
{
	struct pv_surface *surface = pv_surface_create(width, height, stride, format);
	void *address;
	int error;

	if (IS_ERR(surface))
		return surface;
	address = vmap(surface->pages, surface->page_count, VM_MAP, PAGE_KERNEL);
	if (!address) {
		pv_surface_put(surface);
		return ERR_PTR(-ENOMEM);
	}
	if (format == DRM_FORMAT_ARGB8888)
		pv_draw_cursor(address, stride);
	else
		pv_draw_screen(address, width, height, stride, index);
	vunmap(address);
	error = adopt(display, surface);
	if (error) {
		pv_surface_put(surface);
		return ERR_PTR(error);
	}
	return surface;
}

int pv_set_mode(struct pv_display *display, u32 width, u32 height, u32 padding, unsigned int count)
{
	struct pv_surface *screens[PV_MAX_BUFFERS] = {};
	unsigned int i;

	for (i = 0; i < count; i++) {
		screens[i] = make(display, width, height, width * 4 + padding, DRM_FORMAT_XRGB8888, i);
		if (IS_ERR(screens[i])) {
			int error = PTR_ERR(screens[i]);

			while (i-- > 0)
				drop(display, screens[i]);
			return error;
		}
	}
	for (i = 0; i < display->screen_count; i++)
		drop(display, display->screens[i]);
	memcpy(display->screens, screens, sizeof(screens));
	display->screen_count = count;
	display->front = 0;
	display->width = width;
	display->height = height;
	display->padding = padding;
	return 0;
}

/* To the screen with an index, or to the next one when it is negative. */
void pv_flip(struct pv_display *display, int index)
{
	display->front = index < 0 ? (display->front + 1) % display->screen_count : index;
	display->flips++;
}

static void flip_work(struct work_struct *work)
{
	struct pv_display *display = container_of(to_delayed_work(work), struct pv_display, flipper);

	mutex_lock(&display->lock);
	if (display->flip_rate) {
		pv_flip(display, -1);
		schedule_delayed_work(&display->flipper, max(1UL, HZ / (unsigned long)display->flip_rate));
	}
	mutex_unlock(&display->lock);
}

/* The end of the struct's last field that counts; the kernel's ABI copies so much, and not its padding. */
#define QUERY_SIZE offsetofend(struct vfio_device_gfx_plane_info, dmabuf_id)

static void describe(struct vfio_device_gfx_plane_info *info, const struct pv_surface *surface)
{
	info->drm_format = surface->format;
	info->drm_format_mod = DRM_FORMAT_MOD_LINEAR;
	info->width = surface->width;
	info->height = surface->height;
	info->stride = surface->stride;
	info->size = pv_surface_size(surface);
	info->dmabuf_id = surface->id;
}

static void answer(struct pv_display *display, struct vfio_device_gfx_plane_info *info)
{
	u32 type = info->drm_plane_type;

	/* "No plane" is all zero, but for what was asked. */
	*info = (struct vfio_device_gfx_plane_info){
		.argsz = info->argsz,
		.flags = info->flags,
		.drm_plane_type = type,
	};
	if (type == PLANE_PRIMARY) {
		display->queries++;
		if (display->flip_every && display->queries % display->flip_every == 0)
			pv_flip(display, -1);
		if (display->primary_on)
			describe(info, display->screens[display->front]);
	} else if (type == PLANE_CURSOR && display->cursor_on) {
		describe(info, display->cursor);
		info->x_pos = display->cursor_x;
		info->y_pos = display->cursor_y;
		info->x_hot = display->hot_x;
		info->y_hot = display->hot_y;
	}
}

static long query_by_id(struct pv_display *display, void __user *arg)
{
	struct vfio_device_gfx_plane_info info = {};

	if (copy_from_user(&info, arg, QUERY_SIZE))
		return -EFAULT;
	if (info.argsz < QUERY_SIZE)
		return -EINVAL;
	if (info.flags == (VFIO_GFX_PLANE_TYPE_PROBE | VFIO_GFX_PLANE_TYPE_DMABUF))
		return 0;
	if (info.flags != VFIO_GFX_PLANE_TYPE_DMABUF || info.drm_plane_type > PLANE_CURSOR)
		return -EINVAL;
	mutex_lock(&display->lock);
	answer(display, &info);
	mutex_unlock(&display->lock);
	return copy_to_user(arg, &info, QUERY_SIZE) ? -EFAULT : 0;
}

static long get_dmabuf_by_id(struct pv_display *display, void __user *arg)
{
	struct pv_surface *surface;
	u32 id;
	long result;

	if (get_user(id, (u32 __user *)arg))
		return -EFAULT;
	mutex_lock(&display->lock);
	surface = idr_find(&display->ids, id);
	if (surface)
		kref_get(&surface->ref);
	display->gets++;
	mutex_unlock(&display->lock);
	if (!surface)
		return -ENOENT;
	result = pv_surface_export(surface);
	pv_surface_put(surface);
	return result;
}

static struct pv_personality personalities[] = {
	{
		.type = { .sysfs_name = "dmabuf", .pretty_name = "planes as dma-bufs, by id" },
		.query = query_by_id,
		.get_dmabuf = get_dmabuf_by_id,
	},
};

static struct mdev_type *types[ARRAY_SIZE(personalities)];

/* VFIO */

static long get_info(void __user *arg)
{
	struct vfio_device_info info = {};
	unsigned long size = offsetofend(struct vfio_device_info, num_irqs);

	if (copy_from_user(&info, arg, size))
		return -EFAULT;
	if (info.argsz < size)
		return -EINVAL;
	info.flags = VFIO_DEVICE_FLAGS_PCI | VFIO_DEVICE_FLAGS_RESET;
	info.num_regions = VFIO_PCI_NUM_REGIONS;
	info.num_irqs = VFIO_PCI_NUM_IRQS;
	return copy_to_user(arg, &info, size) ? -EFAULT : 0;
}

static long get_region_info(void __user *arg)
{
	struct vfio_region_info info = {};
	unsigned long size = offsetofend(struct vfio_region_info, offset);

	if (copy_from_user(&info, arg, size))
		return -EFAULT;
	if (info.argsz < size || info.index >= VFIO_PCI_NUM_REGIONS)
		return -EINVAL;
	/* No region has anything in it. */
	info.flags = 0;
	info.cap_offset = 0;
	info.size = 0;
	info.offset = 0;
	return copy_to_user(arg, &info, size) ? -EFAULT : 0;
}

static long get_irq_info(void __user *arg)
{
	struct vfio_irq_info info = {};
	unsigned long size = offsetofend(struct vfio_irq_info, count);

	if (copy_from_user(&info, arg, size))
		return -EFAULT;
	if (info.argsz < size || info.index >= VFIO_PCI_NUM_IRQS)
		return -EINVAL;
	info.flags = 0;
	info.count = 0;
	return copy_to_user(arg, &info, size) ? -EFAULT : 0;
}

static long display_ioctl(struct vfio_device *vdev, unsigned int command, unsigned long arg)
{
	struct pv_display *display = container_of(vdev, struct pv_display, vdev);
	void __user *user = (void __user *)arg;

	switch (command) {
	case VFIO_DEVICE_GET_INFO:
		return get_info(user);
	case VFIO_DEVICE_GET_REGION_INFO:
		return get_region_info(user);
	case VFIO_DEVICE_GET_IRQ_INFO:
		return get_irq_info(user);
	case VFIO_DEVICE_RESET:
		return 0;
	case VFIO_DEVICE_QUERY_GFX_PLANE:
		return display->personality->query(display, user);
	case VFIO_DEVICE_GET_GFX_DMABUF:
		if (display->personality->get_dmabuf)
			return display->personality->get_dmabuf(display, user);
		fallthrough;
	default:
		return -ENOTTY;
	}
}

static int display_init(struct vfio_device *vdev)
{
	struct pv_display *display = container_of(vdev, struct pv_display, vdev);
	struct mdev_device *mdev = to_mdev_device(vdev->dev);
	struct pv_surface *cursor;
	int error;

	display->dev = vdev->dev;
	display->personality = container_of(mdev->type, struct pv_personality, type);
	mutex_init(&display->lock);
	idr_init(&display->ids);
	INIT_DELAYED_WORK(&display->flipper, flip_work);
	display->hot_x = 0;
	display->hot_y = 0;
	display->primary_on = true;
	display->cursor_on = true;

	cursor = make(display, PV_CURSOR_SIZE, PV_CURSOR_SIZE, PV_CURSOR_SIZE * 4, DRM_FORMAT_ARGB8888, 0);
	if (IS_ERR(cursor)) {
		error = PTR_ERR(cursor);
		goto fail;
	}
	error = pv_set_mode(display, 640, 480, 0, 3);
	if (error) {
		drop(display, cursor);
		goto fail;
	}
	display->cursor = cursor;
	return 0;

fail:
	idr_destroy(&display->ids);
	return error;
}

static void display_release(struct vfio_device *vdev)
{
	struct pv_display *display = container_of(vdev, struct pv_display, vdev);
	unsigned int i;

	cancel_delayed_work_sync(&display->flipper);
	for (i = 0; i < display->screen_count; i++)
		drop(display, display->screens[i]);
	drop(display, display->cursor);
	idr_destroy(&display->ids);
	mutex_destroy(&display->lock);
}

static const struct vfio_device_ops display_ops = {
	.name = "planeview-display",
	.init = display_init,
	.release = display_release,
	.ioctl = display_ioctl,
	.bind_iommufd = vfio_iommufd_emulated_bind,
	.unbind_iommufd = vfio_iommufd_emulated_unbind,
	.attach_ioas = vfio_iommufd_emulated_attach_ioas,
	.detach_ioas = vfio_iommufd_emulated_detach_ioas,
};

/* mdev */

static int display_probe(struct mdev_device *mdev)
{
	struct pv_display *display = vfio_alloc_device(pv_display, vdev, &mdev->dev, &display_ops);
	int error;

	if (IS_ERR(display))
		return PTR_ERR(display);
	dev_set_drvdata(&mdev->dev, display);
	error = vfio_register_emulated_iommu_dev(&display->vdev);
	if (error)
		vfio_put_device(&display->vdev);
	return error;
}

static void display_remove(struct mdev_device *mdev)
{
	struct pv_display *display = dev_get_drvdata(&mdev->dev);

	mutex_lock(&display->lock);
	display->flip_rate = 0;
	mutex_unlock(&display->lock);
	cancel_delayed_work_sync(&display->flipper);
	vfio_unregister_group_dev(&display->vdev);
	vfio_put_device(&display->vdev);
}

static unsigned int display_available(struct mdev_type *type)
{
	return 16;
}

static struct mdev_driver display_driver = {
	.device_api = VFIO_DEVICE_API_PCI_STRING,
	.probe = display_probe,
	.remove = display_remove,
	.get_available = display_available,
	.driver = {
		.name = "planeview_display",
		.owner = THIS_MODULE,
		.mod_name = KBUILD_MODNAME,
		.dev_groups = pv_control_groups,
	},
};

/* The device whose parts the mediated devices are. */

static struct class *parent_class;
static struct device *parent_device;
static struct mdev_parent parent;

static int __init display_start(void)
{
	unsigned int i;
	int error;

	for (i = 0; i < ARRAY_SIZE(personalities); i++)
		types[i] = &personalities[i].type;

	error = mdev_register_driver(&display_driver);
	if (error)
		return error;
	parent_class = class_create("planeview");
	if (IS_ERR(parent_class)) {
		error = PTR_ERR(parent_class);
		goto fail_class;
	}
	parent_device = device_create(parent_class, NULL, MKDEV(0, 0), NULL, "planeview");
	if (IS_ERR(parent_device)) {
		error = PTR_ERR(parent_device);
		goto fail_device;
	}
	error = mdev_register_parent(&parent, parent_device, &display_driver, types, ARRAY_SIZE(types));
	if (error)
		goto fail_parent;
	return 0;

fail_parent:
	device_unregister(parent_device);
fail_device:
	class_destroy(parent_class);
fail_class:
	mdev_unregister_driver(&display_driver);
	return error;
}

static void __exit display_stop(void)
{
	mdev_unregister_parent(&parent);
	device_unregister(parent_device);
	class_destroy(parent_class);
	mdev_unregister_driver(&display_driver);
}

module_init(display_start);
module_exit(display_stop);

MODULE_LICENSE("GPL");
MODULE_AUTHOR("The planeview authors");
MODULE_DESCRIPTION("A mediated display device for planeview's tests");
