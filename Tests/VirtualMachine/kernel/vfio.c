// SPDX-License-Identifier: GPL-2.0-only
/*
 * The device as VFIO has it: a PCI device with nothing of PCI in it.
 */
#include <linux/pci.h>
#include <linux/uaccess.h>
#include <linux/vfio.h>

#include "display.h"

static long get_info(void __user *arg)
{
	struct vfio_device_info info = {};
	unsigned long size = offsetofend(struct vfio_device_info, num_irqs);

	if (copy_from_user(&info, arg, size))
		return -EFAULT;
	if (info.argsz < size)
		return -EINVAL;
	info.flags = VFIO_DEVICE_FLAGS_PCI | VFIO_DEVICE_FLAGS_RESET;
	info.num_regions = PV_NUM_REGIONS;
	info.num_irqs = VFIO_PCI_NUM_IRQS;
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
	const struct pv_personality *personality = display->personality;
	void __user *user = (void __user *)arg;

	switch (command) {
	case VFIO_DEVICE_GET_INFO:
		return get_info(user);
	case VFIO_DEVICE_GET_REGION_INFO:
		return pv_get_region_info(display, user);
	case VFIO_DEVICE_GET_IRQ_INFO:
		return get_irq_info(user);
	case VFIO_DEVICE_RESET:
		return 0;
	case VFIO_DEVICE_QUERY_GFX_PLANE:
		return READ_ONCE(display->gone) ? -ENODEV : personality->query(display, user);
	case VFIO_DEVICE_GET_GFX_DMABUF:
		if (!personality->get_dmabuf)
			return -ENOTTY;
		return READ_ONCE(display->gone) ? -ENODEV : personality->get_dmabuf(display, user);
	default:
		return -ENOTTY;
	}
}

static int display_init(struct vfio_device *vdev)
{
	struct pv_display *display = container_of(vdev, struct pv_display, vdev);

	display->personality = container_of(to_mdev_device(vdev->dev)->type, struct pv_personality, type);
	return pv_display_init(display);
}

static void display_release(struct vfio_device *vdev)
{
	pv_display_destroy(container_of(vdev, struct pv_display, vdev));
}

const struct vfio_device_ops pv_device_ops = {
	.name = "planeview-display",
	.init = display_init,
	.release = display_release,
	.ioctl = display_ioctl,
	.read = pv_regions_read,
	.write = pv_regions_write,
	.mmap = pv_regions_mmap,
	.bind_iommufd = vfio_iommufd_emulated_bind,
	.unbind_iommufd = vfio_iommufd_emulated_unbind,
	.attach_ioas = vfio_iommufd_emulated_attach_ioas,
	.detach_ioas = vfio_iommufd_emulated_detach_ioas,
};
