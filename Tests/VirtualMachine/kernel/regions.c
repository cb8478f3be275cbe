// SPDX-License-Identifier: GPL-2.0-only
/*
 * What lies where behind the device's descriptor.
 */
#include <linux/mm.h>
#include <linux/uaccess.h>
#include <linux/vmalloc.h>

#include "display.h"

/* Packed, as mbochs has it and vfio-pci has not: who computes an offset from an index misses. */
#define EDID_AT 0x3000
#define EDID_SIZE 0x1000
#define PICTURE_AT 0x10000

static bool has_picture(const struct pv_display *display, u64 position)
{
	return display->region && position >= PICTURE_AT && position - PICTURE_AT < display->region->size;
}

static bool has_edid(u64 position)
{
	return position >= EDID_AT && position - EDID_AT < EDID_SIZE;
}

/* What there is of a region; nothing of those that PCI has. */
static void describe(struct pv_display *display, struct vfio_region_info *info)
{
	info->flags = 0;
	info->cap_offset = 0;
	info->size = 0;
	info->offset = 0;
	if (info->index == PV_PICTURE_REGION && display->region) {
		info->flags = VFIO_REGION_INFO_FLAG_READ | VFIO_REGION_INFO_FLAG_WRITE | VFIO_REGION_INFO_FLAG_MMAP;
		info->size = display->region->size;
		info->offset = PICTURE_AT;
	} else if (info->index == PV_EDID_REGION) {
		info->flags = VFIO_REGION_INFO_FLAG_READ | VFIO_REGION_INFO_FLAG_WRITE | VFIO_REGION_INFO_FLAG_CAPS;
		info->size = EDID_SIZE;
		info->offset = EDID_AT;
	}
}

/* A caller without room for the capability learns how much it takes. */
long pv_get_region_info(struct pv_display *display, void __user *arg)
{
	static const struct vfio_region_info_cap_type type = {
		.header = { .id = VFIO_REGION_INFO_CAP_TYPE, .version = 1 },
		.type = VFIO_REGION_TYPE_GFX,
		.subtype = VFIO_REGION_SUBTYPE_GFX_EDID,
	};
	struct vfio_region_info info = {};
	unsigned long size = offsetofend(struct vfio_region_info, offset);

	if (copy_from_user(&info, arg, size))
		return -EFAULT;
	if (info.argsz < size || info.index >= PV_NUM_REGIONS)
		return -EINVAL;
	describe(display, &info);
	if (info.flags & VFIO_REGION_INFO_FLAG_CAPS) {
		if (info.argsz < size + sizeof(type)) {
			info.argsz = size + sizeof(type);
		} else {
			info.cap_offset = size;
			if (copy_to_user(arg + size, &type, sizeof(type)))
				return -EFAULT;
		}
	}
	return copy_to_user(arg, &info, size) ? -EFAULT : 0;
}

static int read_edid(struct pv_display *display, u32 offset, char __user *buffer, size_t count)
{
	u8 bytes[PV_EDID_MAX_SIZE];
	int error;

	if (count > sizeof(bytes))
		return -EINVAL;
	mutex_lock(&display->lock);
	error = pv_edid_read(&display->edid, offset, bytes, count);
	mutex_unlock(&display->lock);
	return error ?: (copy_to_user(buffer, bytes, count) ? -EFAULT : 0);
}

static int write_edid(struct pv_display *display, u32 offset, const char __user *buffer, size_t count)
{
	u8 bytes[PV_EDID_MAX_SIZE];
	int error;

	if (count > sizeof(bytes))
		return -EINVAL;
	if (copy_from_user(bytes, buffer, count))
		return -EFAULT;
	mutex_lock(&display->lock);
	error = pv_edid_write(&display->edid, offset, bytes, count);
	mutex_unlock(&display->lock);
	return error;
}

ssize_t pv_regions_read(struct vfio_device *vdev, char __user *buffer, size_t count, loff_t *position)
{
	struct pv_display *display = container_of(vdev, struct pv_display, vdev);
	u64 at = *position;
	int error = -EINVAL;

	if (!count)
		return 0;
	if (has_edid(at)) {
		error = read_edid(display, at - EDID_AT, buffer, count);
	} else if (has_picture(display, at)) {
		count = min_t(u64, count, PICTURE_AT + display->region->size - at);
		error = copy_to_user(buffer, display->region->address + (at - PICTURE_AT), count) ? -EFAULT : 0;
	}
	if (error)
		return error;
	*position += count;
	return count;
}

ssize_t pv_regions_write(struct vfio_device *vdev, const char __user *buffer, size_t count, loff_t *position)
{
	struct pv_display *display = container_of(vdev, struct pv_display, vdev);
	u64 at = *position;
	int error = -EINVAL;

	if (!count)
		return 0;
	if (has_edid(at)) {
		error = write_edid(display, at - EDID_AT, buffer, count);
	} else if (has_picture(display, at)) {
		count = min_t(u64, count, PICTURE_AT + display->region->size - at);
		error = copy_from_user(display->region->address + (at - PICTURE_AT), buffer, count) ? -EFAULT : 0;
	}
	if (error)
		return error;
	*position += count;
	return count;
}

/* The device cannot be freed under a mapping: that holds its file, which holds the device. */
int pv_regions_mmap(struct vfio_device *vdev, struct vm_area_struct *area)
{
	struct pv_display *display = container_of(vdev, struct pv_display, vdev);
	u64 at = (u64)area->vm_pgoff << PAGE_SHIFT;

	if (!(area->vm_flags & VM_SHARED) || !has_picture(display, at))
		return -EINVAL;
	/* Which checks the length, too. */
	return remap_vmalloc_range(area, display->region->address, (at - PICTURE_AT) >> PAGE_SHIFT);
}
