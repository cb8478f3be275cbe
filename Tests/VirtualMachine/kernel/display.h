/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A display device for planeview's tests: a mediated device that scans out planes and hands out their memory.
 */
#ifndef PLANEVIEW_DISPLAY_H
#define PLANEVIEW_DISPLAY_H

#include <linux/mdev.h>
#include <linux/mutex.h>
#include <linux/vfio.h>
#include <linux/workqueue.h>

#include "faults.h"
#include "surface.h"

#define PV_MAX_BUFFERS 8
#define PV_CURSOR_SIZE 64
#define PV_OVERLAY_WIDTH 96
#define PV_OVERLAY_HEIGHT 64

/* enum drm_plane_type is in no header for user space, but its values are in the ABI. */
enum { PV_OVERLAY = 0, PV_PRIMARY = 1, PV_CURSOR = 2 };

struct pv_display;

/* How a device type behaves. */
struct pv_personality {
	struct mdev_type type;
	long (*query)(struct pv_display *display, void __user *arg);
	long (*get_dmabuf)(struct pv_display *display, void __user *arg); /* NULL: there is no such ioctl */
	bool has_picture_region; /* and then the primary plane alone, in it */
};

struct pv_point {
	s32 x, y;
};

#define PV_EDID_MAX_SIZE 512

struct pv_edid {
	u8 blob[PV_EDID_MAX_SIZE];
	u32 size;
	u32 link; /* enum vfio_device_gfx_link_state, or 0: never set */
	u64 link_changes;
};

struct pv_display {
	struct vfio_device vdev;
	const struct pv_personality *personality;
	struct pv_memory *region; /* of the picture; NULL: the type has none */

	struct mutex lock; /* all below */
	struct list_head surfaces; /* those with an id */
	u32 last_id;
	struct pv_surface *screens[PV_MAX_BUFFERS];
	unsigned int screen_count;
	unsigned int front;
	struct pv_surface *cursor, *overlay;
	bool primary_on, cursor_on, overlay_on;
	bool gone; /* the guest's display has been taken away */
	bool unseen; /* no query has met the geometry yet */
	struct pv_point cursor_position, overlay_position;
	struct pv_point hotspot; /* u32 in the ABI */
	u64 modifier; /* claimed for the primary plane */
	u32 width, height, padding;
	u32 pan; /* rows */
	unsigned int flip_every; /* queries; 0 is never */
	unsigned int flip_rate; /* Hz; 0 is never */
	unsigned long faults; /* bits of enum pv_fault */
	struct pv_edid edid;
	u64 queries, gets, fds, flips;
	struct delayed_work flipper;
};

static inline bool pv_fault(const struct pv_display *display, enum pv_fault fault)
{
	return display->faults & BIT(fault);
}

/* display.c: what the guest has. The lock is held, but for the first and the last. */
int pv_display_init(struct pv_display *display);
void pv_display_destroy(struct pv_display *display);
/* Replaces the screens: new memory, new ids. The old ones go when nobody holds them. */
int pv_set_mode(struct pv_display *display, u32 width, u32 height, u32 padding, unsigned int count);
void pv_flip(struct pv_display *display, int index);
int pv_pan(struct pv_display *display, u32 rows);
int pv_paint(struct pv_display *display, unsigned int index);
void pv_name_anew(struct pv_display *display, struct pv_surface *surface);
struct pv_surface *pv_find(struct pv_display *display, u32 id);

/* planes.c: what a query sees, in the terms of no ABI. The surface is NULL while the plane is off. */
struct pv_plane {
	struct pv_surface *surface;
	bool is_primary; /* also as the answer to another question: see cursor_is_primary */
	u64 modifier;
	u32 width, height, stride, size;
	struct pv_point position, hotspot;
};

int pv_look(struct pv_display *display, u32 type, struct pv_plane *plane);
unsigned int pv_export_flags(const struct pv_display *display);

/* planes_mainline.c, planes_v11.c */
long pv_query_dmabuf(struct pv_display *display, void __user *arg);
long pv_query_region(struct pv_display *display, void __user *arg);
long pv_get_dmabuf(struct pv_display *display, void __user *arg);
long pv_query_v11(struct pv_display *display, void __user *arg);

/* regions.c */
#define PV_PICTURE_REGION VFIO_PCI_NUM_REGIONS
#define PV_EDID_REGION (VFIO_PCI_NUM_REGIONS + 1)
#define PV_NUM_REGIONS (VFIO_PCI_NUM_REGIONS + 2)
#define PV_PICTURE_REGION_SIZE (16u << 20)

long pv_get_region_info(struct pv_display *display, void __user *arg);
ssize_t pv_regions_read(struct vfio_device *vdev, char __user *buffer, size_t count, loff_t *position);
ssize_t pv_regions_write(struct vfio_device *vdev, const char __user *buffer, size_t count, loff_t *position);
int pv_regions_mmap(struct vfio_device *vdev, struct vm_area_struct *area);

/* edid.c; the lock is held. */
int pv_edid_read(const struct pv_edid *edid, u32 offset, void *buffer, size_t count);
int pv_edid_write(struct pv_edid *edid, u32 offset, const void *buffer, size_t count);

/* vfio.c, control.c */
extern const struct vfio_device_ops pv_device_ops;
extern const struct attribute_group *pv_control_groups[];
void pv_control_init(void);

#endif
