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

void pv_draw_screen(u32 *row0, u32 width, u32 height, u32 stride, unsigned int index)
{
	u32 x, y;

	for (y = 0; y < height; y++) {
		u32 *row = row0 + (size_t)y * (stride / 4);

		for (x = 0; x < width; x++)
			row[x] = screen_pixel(x, y, width, height, index);
	}
}

/* Quarters: opaque red, half transparent green (premultiplied), nothing, opaque blue. */
void pv_draw_cursor(u32 *row0, u32 stride)
{
	u32 x, y, half = PV_CURSOR_SIZE / 2;

	for (y = 0; y < PV_CURSOR_SIZE; y++) {
		u32 *row = row0 + (size_t)y * (stride / 4);

		for (x = 0; x < PV_CURSOR_SIZE; x++) {
			if (y < half)
				row[x] = x < half ? 0xffff0000 : 0x80008000;
			else
				row[x] = x < half ? 0x00000000 : 0xff0000ff;
		}
	}
}
