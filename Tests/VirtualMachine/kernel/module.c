// SPDX-License-Identifier: GPL-2.0-only
/*
 * The module: its device types, and the life of a mediated device. See README.md.
 */
#include <linux/device.h>
#include <linux/mdev.h>
#include <linux/module.h>

#include "display.h"

static struct pv_personality personalities[] = {
	{
		.type = { .sysfs_name = "dmabuf", .pretty_name = "planes as dma-bufs, by id" },
		.query = pv_query_dmabuf,
		.get_dmabuf = pv_get_dmabuf,
	},
	{
		.type = { .sysfs_name = "v11", .pretty_name = "planes as dma-bufs, by descriptor" },
		.query = pv_query_v11,
	},
	{
		.type = { .sysfs_name = "region", .pretty_name = "a plane in a region" },
		.query = pv_query_region,
		.has_picture_region = true,
	},
};

static struct mdev_type *types[ARRAY_SIZE(personalities)];

static int display_probe(struct mdev_device *mdev)
{
	struct pv_display *display = vfio_alloc_device(pv_display, vdev, &mdev->dev, &pv_device_ops);
	int error;

	if (IS_ERR(display))
		return PTR_ERR(display);
	dev_set_drvdata(&mdev->dev, display);
	error = vfio_register_emulated_iommu_dev(&display->vdev);
	if (error)
		vfio_put_device(&display->vdev);
	return error;
}

static void display_remove(struct mdev_device *mdev)
{
	struct pv_display *display = dev_get_drvdata(&mdev->dev);

	mutex_lock(&display->lock);
	display->flip_rate = 0;
	mutex_unlock(&display->lock);
	cancel_delayed_work_sync(&display->flipper);
	vfio_unregister_group_dev(&display->vdev);
	vfio_put_device(&display->vdev);
}

static unsigned int display_available(struct mdev_type *type)
{
	return 16;
}

static struct mdev_driver display_driver = {
	.device_api = VFIO_DEVICE_API_PCI_STRING,
	.probe = display_probe,
	.remove = display_remove,
	.get_available = display_available,
	.driver = {
		.name = "planeview_display",
		.owner = THIS_MODULE,
		.mod_name = KBUILD_MODNAME,
		.dev_groups = pv_control_groups,
	},
};

/* The device whose parts the mediated devices are. */

static struct class *parent_class;
static struct device *parent_device;
static struct mdev_parent parent;

static int __init display_start(void)
{
	unsigned int i;
	int error;

	for (i = 0; i < ARRAY_SIZE(personalities); i++)
		types[i] = &personalities[i].type;

	pv_control_init();
	error = mdev_register_driver(&display_driver);
	if (error)
		return error;
	parent_class = class_create("planeview");
	if (IS_ERR(parent_class)) {
		error = PTR_ERR(parent_class);
		goto fail_class;
	}
	parent_device = device_create(parent_class, NULL, MKDEV(0, 0), NULL, "planeview");
	if (IS_ERR(parent_device)) {
		error = PTR_ERR(parent_device);
		goto fail_device;
	}
	error = mdev_register_parent(&parent, parent_device, &display_driver, types, ARRAY_SIZE(types));
	if (error)
		goto fail_parent;
	return 0;

fail_parent:
	device_unregister(parent_device);
fail_device:
	class_destroy(parent_class);
fail_class:
	mdev_unregister_driver(&display_driver);
	return error;
}

static void __exit display_stop(void)
{
	mdev_unregister_parent(&parent);
	device_unregister(parent_device);
	class_destroy(parent_class);
	mdev_unregister_driver(&display_driver);
}

module_init(display_start);
module_exit(display_stop);

MODULE_LICENSE("GPL");
MODULE_AUTHOR("The planeview authors");
MODULE_DESCRIPTION("A mediated display device for planeview's tests");
