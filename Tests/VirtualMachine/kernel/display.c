// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the guest has: screens, a cursor and an overlay, modes, flips and panning.
 */
#include <drm/drm_fourcc.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "display.h"

/* Surfaces and their ids */

struct pv_surface *pv_find(struct pv_display *display, u32 id)
{
	struct pv_surface *surface;

	list_for_each_entry(surface, &display->surfaces, link)
		if (surface->id == id)
			return surface;
	return NULL;
}

/* A number that was never used, or, as i915 has it, the lowest free one. */
void pv_name_anew(struct pv_display *display, struct pv_surface *surface)
{
	u32 id = 1;

	if (pv_fault(display, PV_FAULT_recycled_ids)) {
		while (pv_find(display, id))
			id++;
		display->last_id = max(display->last_id, id);
	} else {
		id = ++display->last_id;
	}
	surface->id = id;
}

static void adopt(struct pv_display *display, struct pv_surface *surface)
{
	pv_name_anew(display, surface);
	list_add_tail(&surface->link, &display->surfaces);
}

static void drop(struct pv_surface *surface)
{
	if (!surface)
		return;
	list_del_init(&surface->link);
	pv_surface_put(surface);
}

static struct pv_surface *make(u32 width, u32 height, u32 stride, u32 format, u32 rows)
{
	struct pv_memory *memory = pv_memory_create((size_t)stride * rows);
	struct pv_surface *surface;

	if (!memory)
		return NULL;
	surface = pv_surface_create(memory, 0, width, height, stride, format);
	pv_memory_put(memory);
	return surface;
}

static struct pv_surface *make_screen(u32 width, u32 height, u32 stride, unsigned int index)
{
	struct pv_surface *surface = make(width, height, stride, DRM_FORMAT_XRGB8888, 2 * height);

	if (surface)
		pv_draw_screen(surface->memory, width, height, stride, index);
	return surface;
}

/* Screens */

static void drop_all(struct pv_surface *screens[], unsigned int count)
{
	while (count-- > 0)
		drop(screens[count]);
}

/* The old ids go before the new ones come, so that they can come again: see recycled_ids. */
static void replace_screens(struct pv_display *display, struct pv_surface *screens[], unsigned int count)
{
	unsigned int i;

	drop_all(display->screens, display->screen_count);
	for (i = 0; i < count; i++) {
		adopt(display, screens[i]);
		display->screens[i] = screens[i];
	}
	display->screen_count = count;
	display->unseen = true;
}

/* A region is a frame buffer of its own: what is in front is drawn into it. */
static void scan_out(struct pv_display *display)
{
	const struct pv_surface *surface = display->screens[display->front];

	if (display->region)
		memcpy(display->region->address, pv_surface_address(surface), pv_surface_size(surface));
}

int pv_set_mode(struct pv_display *display, u32 width, u32 height, u32 padding, unsigned int count)
{
	struct pv_surface *screens[PV_MAX_BUFFERS] = {};
	u32 stride = width * 4 + padding;
	unsigned int i;

	if (display->region && (size_t)stride * height > display->region->size)
		return -ENOSPC;
	for (i = 0; i < count; i++) {
		screens[i] = make_screen(width, height, stride, i);
		if (!screens[i]) {
			drop_all(screens, i);
			return -ENOMEM;
		}
	}
	replace_screens(display, screens, count);
	display->front = 0;
	display->width = width;
	display->height = height;
	display->padding = padding;
	display->pan = 0;
	scan_out(display);
	return 0;
}

/* The same memory from another row on: other surfaces, as it is to a driver that knows buffers by their address. */
int pv_pan(struct pv_display *display, u32 rows)
{
	struct pv_surface *screens[PV_MAX_BUFFERS] = {};
	size_t offset = (size_t)rows * display->screens[0]->stride;
	unsigned int i;

	/* A dma-buf begins with a page. */
	if (rows > display->height || offset % PAGE_SIZE)
		return -EINVAL;
	for (i = 0; i < display->screen_count; i++) {
		const struct pv_surface *old = display->screens[i];

		screens[i] = pv_surface_create(old->memory, offset, old->width, old->height, old->stride, old->format);
		if (!screens[i]) {
			drop_all(screens, i);
			return -ENOMEM;
		}
	}
	replace_screens(display, screens, display->screen_count);
	display->pan = rows;
	scan_out(display);
	return 0;
}

/* To the screen with an index, or to the next one when it is negative. */
void pv_flip(struct pv_display *display, int index)
{
	display->front = index < 0 ? (display->front + 1) % display->screen_count : index;
	display->flips++;
	scan_out(display);
}

/* A guest that has one buffer draws into what is shown. */
int pv_paint(struct pv_display *display, unsigned int index)
{
	const struct pv_surface *surface = display->screens[display->front];

	if (index >= PV_MAX_BUFFERS)
		return -EINVAL;
	pv_draw_screen(surface->memory, surface->width, surface->height, surface->stride, index);
	scan_out(display);
	return 0;
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

/* The display's life */

void pv_display_destroy(struct pv_display *display)
{
	cancel_delayed_work_sync(&display->flipper);
	drop_all(display->screens, display->screen_count);
	drop(display->overlay);
	drop(display->cursor);
	if (display->region)
		pv_memory_put(display->region);
	mutex_destroy(&display->lock);
}

/* All that VFIO's allocation has zeroed stays so: off, nowhere, never, none. */
int pv_display_init(struct pv_display *display)
{
	int error = -ENOMEM;

	mutex_init(&display->lock);
	INIT_LIST_HEAD(&display->surfaces);
	INIT_DELAYED_WORK(&display->flipper, flip_work);
	display->primary_on = true;
	display->cursor_on = true;

	if (display->personality->has_picture_region) {
		display->region = pv_memory_create(PV_PICTURE_REGION_SIZE);
		if (!display->region)
			goto fail;
	}
	display->cursor = make(PV_CURSOR_SIZE, PV_CURSOR_SIZE, PV_CURSOR_SIZE * 4, DRM_FORMAT_ARGB8888,
			       PV_CURSOR_SIZE);
	display->overlay = make(PV_OVERLAY_WIDTH, PV_OVERLAY_HEIGHT, PV_OVERLAY_WIDTH * 4, DRM_FORMAT_XRGB8888,
				PV_OVERLAY_HEIGHT);
	if (!display->cursor || !display->overlay)
		goto fail;
	pv_draw_cursor(pv_surface_address(display->cursor));
	pv_draw_overlay(pv_surface_address(display->overlay));
	adopt(display, display->cursor);
	adopt(display, display->overlay);
	error = pv_set_mode(display, 640, 480, 0, 3);
	if (error)
		goto fail;
	return 0;

fail:
	pv_display_destroy(display);
	return error;
}
