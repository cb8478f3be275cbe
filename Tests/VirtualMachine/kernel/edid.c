// SPDX-License-Identifier: GPL-2.0-only
/*
 * The region by which a viewer gives the guest a monitor: registers (struct vfio_region_gfx_edid), and an EDID behind
 * them. As strict as GVT-g: a register is read and written alone and whole; the EDID is as long as was said before.
 */
#include <linux/string.h>

#include "display.h"

#define EDID_OFFSET 1024

#define REGISTER(name) offsetof(struct vfio_region_gfx_edid, name)

static int read_register(const struct pv_edid *edid, u32 offset, u32 *value)
{
	switch (offset) {
	case REGISTER(edid_offset):
		*value = EDID_OFFSET;
		return 0;
	case REGISTER(edid_max_size):
		*value = PV_EDID_MAX_SIZE;
		return 0;
	case REGISTER(edid_size):
		*value = edid->size;
		return 0;
	case REGISTER(max_xres):
	case REGISTER(max_yres):
		*value = 0; /* there is no limit */
		return 0;
	case REGISTER(link_state):
		*value = edid->link;
		return 0;
	default:
		return -EINVAL;
	}
}

static int write_register(struct pv_edid *edid, u32 offset, u32 value)
{
	switch (offset) {
	case REGISTER(edid_size):
		if (value > PV_EDID_MAX_SIZE)
			return -EINVAL;
		edid->size = value;
		return 0;
	case REGISTER(link_state):
		if (value != VFIO_DEVICE_GFX_LINK_STATE_UP && value != VFIO_DEVICE_GFX_LINK_STATE_DOWN)
			return -EINVAL;
		if (value != edid->link)
			edid->link_changes++;
		edid->link = value;
		return 0;
	default:
		return -EINVAL;
	}
}

static bool in_blob(const struct pv_edid *edid, u32 offset, size_t count)
{
	return offset >= EDID_OFFSET && offset - EDID_OFFSET + count <= edid->size;
}

/* The offset is in the region; EINVAL when there is nothing to be had in this way. */
int pv_edid_read(const struct pv_edid *edid, u32 offset, void *buffer, size_t count)
{
	u32 value;
	int error;

	if (in_blob(edid, offset, count)) {
		memcpy(buffer, edid->blob + offset - EDID_OFFSET, count);
		return 0;
	}
	if (count != sizeof(value))
		return -EINVAL;
	error = read_register(edid, offset, &value);
	if (!error)
		memcpy(buffer, &value, sizeof(value));
	return error;
}

int pv_edid_write(struct pv_edid *edid, u32 offset, const void *buffer, size_t count)
{
	u32 value;

	if (in_blob(edid, offset, count)) {
		memcpy(edid->blob + offset - EDID_OFFSET, buffer, count);
		return 0;
	}
	if (count != sizeof(value))
		return -EINVAL;
	memcpy(&value, buffer, sizeof(value));
	return write_register(edid, offset, value);
}
