/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Memory with pictures in it, and what is cut from it.
 */
#ifndef PLANEVIEW_SURFACE_H
#define PLANEVIEW_SURFACE_H

#include <linux/atomic.h>
#include <linux/dma-buf.h>
#include <linux/kref.h>
#include <linux/list.h>
#include <linux/types.h>

/* Zeroed pages with an address in the kernel. */
struct pv_memory {
	struct kref ref;
	void *address;
	size_t size; /* whole pages */
};

struct pv_memory *pv_memory_create(size_t size);
void pv_memory_put(struct pv_memory *memory);

/* One picture in a memory. It lives as long as anybody holds it: the display that scans it out, or a dma-buf. */
struct pv_surface {
	struct kref ref;
	struct pv_memory *memory;
	size_t offset; /* bytes, whole pages */
	u32 width, height, stride, format;

	/* The display's, under its lock. */
	struct list_head link; /* in the display's surfaces, while it has an id */
	u32 id;
	int fd; /* v11: the number given out last, or -1 */
};

/* Takes a reference to the memory of its own. */
struct pv_surface *pv_surface_create(struct pv_memory *memory, size_t offset, u32 width, u32 height, u32 stride,
				     u32 format);
void pv_surface_put(struct pv_surface *surface);
/* Bytes of the picture, which need not fill its last page. */
size_t pv_surface_size(const struct pv_surface *surface);
void *pv_surface_address(const struct pv_surface *surface);

/* dmabuf.c: a new dma-buf each time, as i915 does: two of them are two inodes of the same memory. */
enum { PV_EXPORT_NO_MMAP = 1, PV_EXPORT_UNROUNDED = 2 };
struct dma_buf *pv_surface_export(struct pv_surface *surface, unsigned int flags);
bool pv_is_export_of(const struct dma_buf *dmabuf, const struct pv_surface *surface);

/* The surfaces and dma-bufs of all displays that exist now. */
extern atomic_t pv_surfaces;
extern atomic_t pv_exports;

/* picture.c */
void pv_draw_screen(struct pv_memory *memory, u32 width, u32 height, u32 stride, unsigned int index);
void pv_draw_cursor(u32 *pixels);
void pv_draw_overlay(u32 *pixels);

#endif
