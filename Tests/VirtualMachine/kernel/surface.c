// SPDX-License-Identifier: GPL-2.0-only
/*
 * The life of memory and of the pictures in it.
 */
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#include "surface.h"

atomic_t pv_surfaces = ATOMIC_INIT(0);

struct pv_memory *pv_memory_create(size_t size)
{
	struct pv_memory *memory = kzalloc(sizeof(*memory), GFP_KERNEL);

	if (!memory)
		return NULL;
	kref_init(&memory->ref);
	memory->size = PAGE_ALIGN(size);
	memory->address = vmalloc_user(memory->size);
	if (!memory->address) {
		kfree(memory);
		return NULL;
	}
	return memory;
}

static void memory_free(struct kref *ref)
{
	struct pv_memory *memory = container_of(ref, struct pv_memory, ref);

	vfree(memory->address);
	kfree(memory);
}

void pv_memory_put(struct pv_memory *memory)
{
	kref_put(&memory->ref, memory_free);
}

struct pv_surface *pv_surface_create(struct pv_memory *memory, size_t offset, u32 width, u32 height, u32 stride,
				     u32 format)
{
	struct pv_surface *surface = kzalloc(sizeof(*surface), GFP_KERNEL);

	if (!surface)
		return NULL;
	kref_init(&surface->ref);
	kref_get(&memory->ref);
	surface->memory = memory;
	surface->offset = offset;
	surface->width = width;
	surface->height = height;
	surface->stride = stride;
	surface->format = format;
	INIT_LIST_HEAD(&surface->link);
	surface->fd = -1;
	atomic_inc(&pv_surfaces);
	return surface;
}

static void surface_free(struct kref *ref)
{
	struct pv_surface *surface = container_of(ref, struct pv_surface, ref);

	pv_memory_put(surface->memory);
	kfree(surface);
	atomic_dec(&pv_surfaces);
}

void pv_surface_put(struct pv_surface *surface)
{
	kref_put(&surface->ref, surface_free);
}

size_t pv_surface_size(const struct pv_surface *surface)
{
	return (size_t)surface->stride * surface->height;
}

void *pv_surface_address(const struct pv_surface *surface)
{
	return surface->memory->address + surface->offset;
}
