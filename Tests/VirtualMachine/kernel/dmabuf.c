// SPDX-License-Identifier: GPL-2.0-only
/*
 * The dma-bufs of a surface, which attach, map and mmap as a GPU's would.
 */
#include <linux/dma-buf.h>
#include <linux/dma-mapping.h>
#include <linux/iosys-map.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/scatterlist.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#include "surface.h"

MODULE_IMPORT_NS(DMA_BUF);

atomic_t pv_exports = ATOMIC_INIT(0);

static struct sg_table *map_attachment(struct dma_buf_attachment *attachment, enum dma_data_direction direction)
{
	struct pv_surface *surface = attachment->dmabuf->priv;
	unsigned int count = PAGE_ALIGN(pv_surface_size(surface)) >> PAGE_SHIFT;
	struct sg_table *table = kzalloc(sizeof(*table), GFP_KERNEL);
	struct scatterlist *entry;
	unsigned int i;
	int error;

	if (!table)
		return ERR_PTR(-ENOMEM);
	error = sg_alloc_table(table, count, GFP_KERNEL);
	if (error)
		goto fail;
	for_each_sgtable_sg(table, entry, i)
		sg_set_page(entry, vmalloc_to_page(pv_surface_address(surface) + i * PAGE_SIZE), PAGE_SIZE, 0);
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

	return remap_vmalloc_range(area, surface->memory->address, (surface->offset >> PAGE_SHIFT) + area->vm_pgoff);
}

static int map_to_kernel(struct dma_buf *dmabuf, struct iosys_map *map)
{
	iosys_map_set_vaddr(map, pv_surface_address(dmabuf->priv));
	return 0;
}

/* Integrated GVT-g's dma-bufs answer so: they have no pages that a processor may see. */
static int refuse_user(struct dma_buf *dmabuf, struct vm_area_struct *area)
{
	return -ENODEV;
}

static int refuse_kernel(struct dma_buf *dmabuf, struct iosys_map *map)
{
	return -ENODEV;
}

static void release(struct dma_buf *dmabuf)
{
	pv_surface_put(dmabuf->priv);
	atomic_dec(&pv_exports);
}

static const struct dma_buf_ops mappable_ops = {
	.map_dma_buf = map_attachment,
	.unmap_dma_buf = unmap_attachment,
	.mmap = map_to_user,
	.vmap = map_to_kernel,
	.release = release,
};

static const struct dma_buf_ops unmappable_ops = {
	.map_dma_buf = map_attachment,
	.unmap_dma_buf = unmap_attachment,
	.mmap = refuse_user,
	.vmap = refuse_kernel,
	.release = release,
};

struct dma_buf *pv_surface_export(struct pv_surface *surface, unsigned int flags)
{
	DEFINE_DMA_BUF_EXPORT_INFO(info);
	struct dma_buf *dmabuf;

	info.exp_name = "planeview";
	info.ops = flags & PV_EXPORT_NO_MMAP ? &unmappable_ops : &mappable_ops;
	info.size = pv_surface_size(surface);
	if (!(flags & PV_EXPORT_UNROUNDED))
		info.size = PAGE_ALIGN(info.size);
	info.flags = O_RDWR;
	info.priv = surface;

	dmabuf = dma_buf_export(&info);
	if (IS_ERR(dmabuf))
		return dmabuf;
	/* Nobody else has the dma-buf yet: its release, which gives these back, cannot have come first. */
	kref_get(&surface->ref);
	atomic_inc(&pv_exports);
	return dmabuf;
}

bool pv_is_export_of(const struct dma_buf *dmabuf, const struct pv_surface *surface)
{
	return (dmabuf->ops == &mappable_ops || dmabuf->ops == &unmappable_ops) && dmabuf->priv == surface;
}
