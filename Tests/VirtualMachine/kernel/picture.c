// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is in the surfaces. The README beside this file has the same in words; tests compare pixels exactly.
 */
#include <linux/kernel.h>

#include "display.h"

static const u32 backgrounds[PV_MAX_BUFFERS] = {
	0xff203040, 0xff402030, 0xff304020, 0xff503010, 0xff105030, 0xff301050, 0xff404040, 0xff600000,
};

/* A white frame of one pixel, a grid of 32 pixels, and a block at (16, 16) with a bar for each bit of the index. */
static u32 screen_pixel(u32 x, u32 y, u32 width, u32 height, unsigned int index)
{
	if (x == 0 || y == 0 || x == width - 1 || y == height - 1)
		return 0xffffffff;
	if (x >= 16 && x < 16 + 3 * 16 && y >= 16 && y < 32)
		return index & (1 << ((x - 16) / 16)) ? 0xffffff00 : 0xff000000;
	if (x % 32 == 0 || y % 32 == 0)
		return 0xff808080;
	return backgrounds[index % PV_MAX_BUFFERS];
}

/*
 * The memory is twice as tall as the screen, so that a guest can pan: below the picture of a screen follows that of
 * the screen four further on.
 */
void pv_draw_screen(struct pv_memory *memory, u32 width, u32 height, u32 stride, unsigned int index)
{
	u32 x, y;

	for (y = 0; y < 2 * height; y++) {
		u32 *row = memory->address + (size_t)y * stride;
		unsigned int shown = y < height ? index : (index + PV_MAX_BUFFERS / 2) % PV_MAX_BUFFERS;

		for (x = 0; x < width; x++)
			row[x] = screen_pixel(x, y % height, width, height, shown);
	}
}

/* Quarters: opaque red, half transparent green (premultiplied), nothing, opaque blue. */
void pv_draw_cursor(u32 *pixels)
{
	u32 x, y, half = PV_CURSOR_SIZE / 2;

	for (y = 0; y < PV_CURSOR_SIZE; y++) {
		for (x = 0; x < PV_CURSOR_SIZE; x++) {
			if (y < half)
				*pixels++ = x < half ? 0xffff0000 : 0x80008000;
			else
				*pixels++ = x < half ? 0x00000000 : 0xff0000ff;
		}
	}
}

/* A frame of one pixel around a checkerboard of 8 pixels. */
void pv_draw_overlay(u32 *pixels)
{
	u32 x, y;

	for (y = 0; y < PV_OVERLAY_HEIGHT; y++) {
		for (x = 0; x < PV_OVERLAY_WIDTH; x++) {
			if (x == 0 || y == 0 || x == PV_OVERLAY_WIDTH - 1 || y == PV_OVERLAY_HEIGHT - 1)
				*pixels++ = 0xffff8000;
			else
				*pixels++ = (x / 8 + y / 8) % 2 ? 0xffc000c0 : 0xff00c0c0;
		}
	}
}
