// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a query sees, with the faults that do not depend on the ABI.
 */
#include <linux/kernel.h>

#include "display.h"

static void see(struct pv_plane *plane, struct pv_surface *surface)
{
	plane->surface = surface;
	plane->width = surface->width;
	plane->height = surface->height;
	plane->stride = surface->stride;
	plane->size = pv_surface_size(surface);
}

static void see_primary(struct pv_display *display, struct pv_plane *plane)
{
	plane->is_primary = true;
	if (!display->primary_on)
		return;
	see(plane, display->screens[display->front]);
	plane->modifier = display->modifier;
	if (pv_fault(display, PV_FAULT_bad_stride))
		plane->stride = plane->width * 2;
	if (pv_fault(display, PV_FAULT_bad_size)) {
		/* A region has room behind the picture; the first row that is not in it makes it too tall. */
		plane->height = display->region ? display->region->size / plane->stride + 1 : plane->height * 4;
		plane->size = plane->stride * plane->height;
	} else if (display->region) {
		plane->size = display->region->size;
	}
}

static void see_cursor(struct pv_display *display, struct pv_plane *plane)
{
	if (!display->cursor_on)
		return;
	see(plane, display->cursor);
	plane->position = display->cursor_position;
	plane->hotspot = display->hotspot;
	if (pv_fault(display, PV_FAULT_cursor_sign_lost)) {
		plane->position.x = abs(plane->position.x);
		plane->position.y = abs(plane->position.y);
	}
	if (pv_fault(display, PV_FAULT_garbage_hotspot))
		plane->hotspot = (struct pv_point){ (s32)0xdeaf0000, 512 };
}

static void see_overlay(struct pv_display *display, struct pv_plane *plane)
{
	if (!display->overlay_on)
		return;
	see(plane, display->overlay);
	plane->position = display->overlay_position;
}

/* Counts, flips and renames: what only a question about the primary plane sets off. */
static int asked_for_primary(struct pv_display *display)
{
	bool unseen = display->unseen;

	display->queries++;
	if (display->flip_every && display->queries % display->flip_every == 0)
		pv_flip(display, -1);
	display->unseen = false;
	if (unseen && pv_fault(display, PV_FAULT_enomem_first))
		return -ENOMEM;
	if (pv_fault(display, PV_FAULT_id_churn))
		pv_name_anew(display, display->screens[display->front]);
	return 0;
}

/*
 * The surface is the display's: it stays for as long as the lock is held. EINVAL: there is no such type of plane;
 * ENOMEM: see enomem_first.
 */
int pv_look(struct pv_display *display, u32 type, struct pv_plane *plane)
{
	*plane = (struct pv_plane){};
	switch (type) {
	case PV_PRIMARY: {
		int error = asked_for_primary(display);

		if (error)
			return error;
		see_primary(display, plane);
		return 0;
	}
	case PV_CURSOR:
		if (pv_fault(display, PV_FAULT_cursor_is_primary))
			see_primary(display, plane);
		else if (!display->region)
			see_cursor(display, plane);
		return 0;
	case PV_OVERLAY:
		if (!display->region)
			see_overlay(display, plane);
		return 0;
	default:
		return -EINVAL;
	}
}

/* For the dma-bufs that are made now; one keeps its flags as long as it lives. */
unsigned int pv_export_flags(const struct pv_display *display)
{
	return (pv_fault(display, PV_FAULT_no_mmap) ? PV_EXPORT_NO_MMAP : 0) |
	       (pv_fault(display, PV_FAULT_unrounded_size) ? PV_EXPORT_UNROUNDED : 0);
}
