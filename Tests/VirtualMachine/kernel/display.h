/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A display device for planeview's tests: a mediated device that scans out planes and hands them out as dma-bufs.
 */
#ifndef PLANEVIEW_DISPLAY_H
#define PLANEVIEW_DISPLAY_H

#include <linux/device.h>
#include <linux/idr.h>
#include <linux/kref.h>
#include <linux/mdev.h>
#include <linux/mutex.h>
#include <linux/vfio.h>
#include <linux/workqueue.h>

#define PV_MAX_BUFFERS 8
#define PV_CURSOR_SIZE 64

struct pv_display;

/*
 * Memory with a picture in it. It lives as long as anybody holds it: the display that scans it out, or a dma-buf.
 */
struct pv_surface {
	struct kref ref;
	struct page **pages;
	unsigned int page_count;
	u32 id; /* in the idr of its display */
	u32 width, height, stride, format;
};

struct pv_surface *pv_surface_create(u32 width, u32 height, u32 stride, u32 format);
void pv_surface_put(struct pv_surface *surface);
int pv_surface_export(struct pv_surface *surface);
/* Bytes of the picture, which need not fill its last page. */
size_t pv_surface_size(const struct pv_surface *surface);

/* The surfaces and dma-bufs of all displays that exist now. */
extern atomic_t pv_surfaces;
extern atomic_t pv_exports;

void pv_draw_screen(u32 *row0, u32 width, u32 height, u32 stride, unsigned int index);
void pv_draw_cursor(u32 *row0, u32 stride);

/* How a device type behaves. */
struct pv_personality {
	struct mdev_type type;
	long (*query)(struct pv_display *display, void __user *arg);
	long (*get_dmabuf)(struct pv_display *display, void __user *arg);
};

struct pv_display {
	struct vfio_device vdev;
	const struct pv_personality *personality;
	struct device *dev;

	struct mutex lock; /* all below */
	struct idr ids;
	struct pv_surface *screens[PV_MAX_BUFFERS];
	unsigned int screen_count;
	unsigned int front;
	struct pv_surface *cursor;
	bool primary_on, cursor_on;
	s32 cursor_x, cursor_y;
	u32 hot_x, hot_y;
	u32 width, height, padding;
	unsigned int flip_every; /* queries; 0 is never */
	unsigned int flip_rate; /* Hz; 0 is never */
	u64 queries, gets, flips;
	struct delayed_work flipper;
};

/* Replaces the screens: new memory, new ids. The old ones go when nobody holds them. */
int pv_set_mode(struct pv_display *display, u32 width, u32 height, u32 padding, unsigned int count);
void pv_flip(struct pv_display *display, int index);

extern const struct attribute_group *pv_control_groups[];

#endif
