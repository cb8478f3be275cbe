// SPDX-License-Identifier: GPL-2.0-only
/*
 * Memory with a picture in it, and its dma-bufs, which attach, map and mmap as a GPU's would.
 */
#include <linux/dma-buf.h>
#include <linux/dma-mapping.h>
#include <linux/iosys-map.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/scatterlist.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#include "display.h"

MODULE_IMPORT_NS(DMA_BUF);

atomic_t pv_surfaces = ATOMIC_INIT(0);
atomic_t pv_exports = ATOMIC_INIT(0);

size_t pv_surface_size(const struct pv_surface *surface)
{
	return (size_t)surface->stride * surface->height;
}

static void free_pages_of(struct pv_surface *surface)
{
	unsigned int i;

	for (i = 0; i < surface->page_count; i++)
		if (surface->pages[i])
			__free_page(surface->pages[i]);
	kvfree(surface->pages);
}

struct pv_surface *pv_surface_create(u32 width, u32 height, u32 stride, u32 format)
{
	struct pv_surface *surface = kzalloc(sizeof(*surface), GFP_KERNEL);
	unsigned int i;

	if (!surface)
		return ERR_PTR(-ENOMEM);
	kref_init(&surface->ref);
	surface->width = width;
	surface->height = height;
	surface->stride = stride;
	surface->format = format;
	surface->page_count = PAGE_ALIGN(pv_surface_size(surface)) >> PAGE_SHIFT;
	surface->pages = kvcalloc(surface->page_count, sizeof(*surface->pages), GFP_KERNEL);
	if (!surface->pages)
		goto fail;
	for (i = 0; i < surface->page_count; i++) {
		surface->pages[i] = alloc_page(GFP_HIGHUSER | __GFP_ZERO);
		if (!surface->pages[i])
			goto fail_pages;
	}
	atomic_inc(&pv_surfaces);
	return surface;

fail_pages:
	free_pages_of(surface);
fail:
	kfree(surface);
	return ERR_PTR(-ENOMEM);
}

static void surface_free(struct kref *ref)
{
	struct pv_surface *surface = container_of(ref, struct pv_surface, ref);

	free_pages_of(surface);
	kfree(surface);
	atomic_dec(&pv_surfaces);
}

void pv_surface_put(struct pv_surface *surface)
{
	kref_put(&surface->ref, surface_free);
}

static struct sg_table *map_attachment(struct dma_buf_attachment *attachment, enum dma_data_direction direction)
{
	struct pv_surface *surface = attachment->dmabuf->priv;
	struct sg_table *table = kzalloc(sizeof(*table), GFP_KERNEL);
	int error;

	if (!table)
		return ERR_PTR(-ENOMEM);
	error = sg_alloc_table_from_pages(table, surface->pages, surface->page_count, 0,
					  (size_t)surface->page_count << PAGE_SHIFT, GFP_KERNEL);
	if (error)
		goto fail;
	error = dma_map_sgtable(attachment->dev, table, direction, 0);
	if (error)
		goto fail_map;
	return table;

fail_map:
	sg_free_table(table);
fail:
	kfree(table);
	return ERR_PTR(error);
}

static void unmap_attachment(struct dma_buf_attachment *attachment, struct sg_table *table,
			     enum dma_data_direction direction)
{
	dma_unmap_sgtable(attachment->dev, table, direction, 0);
	sg_free_table(table);
	kfree(table);
}

/* The core has checked that the area lies within the buffer. */
static int map_to_user(struct dma_buf *dmabuf, struct vm_area_struct *area)
{
	struct pv_surface *surface = dmabuf->priv;

	return vm_map_pages(area, surface->pages, surface->page_count);
}

static int map_to_kernel(struct dma_buf *dmabuf, struct iosys_map *map)
{
	struct pv_surface *surface = dmabuf->priv;
	void *address = vmap(surface->pages, surface->page_count, VM_MAP, PAGE_KERNEL);

	if (!address)
		return -ENOMEM;
	iosys_map_set_vaddr(map, address);
	return 0;
}

static void unmap_from_kernel(struct dma_buf *dmabuf, struct iosys_map *map)
{
	vunmap(map->vaddr);
}

static void release(struct dma_buf *dmabuf)
{
	pv_surface_put(dmabuf->priv);
	atomic_dec(&pv_exports);
}

static const struct dma_buf_ops surface_dmabuf_ops = {
	.map_dma_buf = map_attachment,
	.unmap_dma_buf = unmap_attachment,
	.mmap = map_to_user,
	.vmap = map_to_kernel,
	.vunmap = unmap_from_kernel,
	.release = release,
};

/* A new dma-buf each time, as i915 does: two of them are two inodes of the same memory. */
int pv_surface_export(struct pv_surface *surface)
{
	DEFINE_DMA_BUF_EXPORT_INFO(info);
	struct dma_buf *dmabuf;
	int fd;

	info.exp_name = "planeview";
	info.ops = &surface_dmabuf_ops;
	info.size = (size_t)surface->page_count << PAGE_SHIFT;
	info.flags = O_RDWR;
	info.priv = surface;

	kref_get(&surface->ref);
	atomic_inc(&pv_exports);
	dmabuf = dma_buf_export(&info);
	if (IS_ERR(dmabuf)) {
		atomic_dec(&pv_exports);
		pv_surface_put(surface);
		return PTR_ERR(dmabuf);
	}
	fd = dma_buf_fd(dmabuf, O_CLOEXEC);
	if (fd < 0)
		dma_buf_put(dmabuf); /* which releases the surface */
	return fd;
}
