// SPDX-License-Identifier: GPL-2.0-only
/*
 * The guest's hand: attributes of the mediated device in sysfs, by which a test sets modes and flips.
 */
#include <linux/kernel.h>
#include <linux/string.h>
#include <linux/sysfs.h>

#include "display.h"

static struct pv_display *display_of(struct device *dev)
{
	return dev_get_drvdata(dev);
}

/* "WIDTHxHEIGHT", or "WIDTHxHEIGHT+PADDING" with bytes that make the stride longer than a row. */
static ssize_t mode_store(struct device *dev, struct device_attribute *attribute, const char *text, size_t count)
{
	struct pv_display *display = display_of(dev);
	u32 width, height, padding = 0;
	int error;

	if (sscanf(text, "%ux%u+%u", &width, &height, &padding) < 2)
		return -EINVAL;
	if (!width || !height || width > 8192 || height > 8192 || padding > 4096 || padding % 4)
		return -EINVAL;
	mutex_lock(&display->lock);
	error = pv_set_mode(display, width, height, padding, display->screen_count);
	mutex_unlock(&display->lock);
	return error ?: count;
}

static ssize_t mode_show(struct device *dev, struct device_attribute *attribute, char *text)
{
	struct pv_display *display = display_of(dev);

	return sysfs_emit(text, "%ux%u+%u\n", display->width, display->height, display->padding);
}
static DEVICE_ATTR_RW(mode);

static ssize_t buffers_store(struct device *dev, struct device_attribute *attribute, const char *text, size_t count)
{
	struct pv_display *display = display_of(dev);
	unsigned int buffers;
	int error = kstrtouint(text, 0, &buffers);

	if (error)
		return error;
	if (!buffers || buffers > PV_MAX_BUFFERS)
		return -EINVAL;
	mutex_lock(&display->lock);
	error = pv_set_mode(display, display->width, display->height, display->padding, buffers);
	mutex_unlock(&display->lock);
	return error ?: count;
}
static DEVICE_ATTR_WO(buffers);

/* An index, or "next". */
static ssize_t flip_store(struct device *dev, struct device_attribute *attribute, const char *text, size_t count)
{
	struct pv_display *display = display_of(dev);
	int index = -1, error = 0;

	if (!sysfs_streq(text, "next")) {
		error = kstrtoint(text, 0, &index);
		if (error)
			return error;
	}
	mutex_lock(&display->lock);
	if (index >= (int)display->screen_count)
		error = -EINVAL;
	else
		pv_flip(display, index);
	mutex_unlock(&display->lock);
	return error ?: count;
}
static DEVICE_ATTR_WO(flip);

/* Flips at each so many queries of the primary plane: a test that counts, counts on it. */
static ssize_t flip_every_store(struct device *dev, struct device_attribute *attribute, const char *text,
				size_t count)
{
	struct pv_display *display = display_of(dev);
	unsigned int every;
	int error = kstrtouint(text, 0, &every);

	if (error)
		return error;
	mutex_lock(&display->lock);
	display->flip_every = every;
	mutex_unlock(&display->lock);
	return count;
}
static DEVICE_ATTR_WO(flip_every);

static ssize_t flip_rate_store(struct device *dev, struct device_attribute *attribute, const char *text, size_t count)
{
	struct pv_display *display = display_of(dev);
	unsigned int rate;
	int error = kstrtouint(text, 0, &rate);

	if (error)
		return error;
	if (rate > 1000)
		return -EINVAL;
	mutex_lock(&display->lock);
	display->flip_rate = rate;
	mutex_unlock(&display->lock);
	mod_delayed_work(system_wq, &display->flipper, 0);
	return count;
}
static DEVICE_ATTR_WO(flip_rate);

static ssize_t primary_store(struct device *dev, struct device_attribute *attribute, const char *text, size_t count)
{
	struct pv_display *display = display_of(dev);
	bool on;
	int error = kstrtobool(text, &on);

	if (error)
		return error;
	mutex_lock(&display->lock);
	display->primary_on = on;
	mutex_unlock(&display->lock);
	return count;
}
static DEVICE_ATTR_WO(primary);

static ssize_t cursor_store(struct device *dev, struct device_attribute *attribute, const char *text, size_t count)
{
	struct pv_display *display = display_of(dev);
	bool on;
	int error = kstrtobool(text, &on);

	if (error)
		return error;
	mutex_lock(&display->lock);
	display->cursor_on = on;
	mutex_unlock(&display->lock);
	return count;
}
static DEVICE_ATTR_WO(cursor);

static ssize_t cursor_position_store(struct device *dev, struct device_attribute *attribute, const char *text,
				     size_t count)
{
	struct pv_display *display = display_of(dev);
	s32 x, y;

	if (sscanf(text, "%d %d", &x, &y) != 2)
		return -EINVAL;
	mutex_lock(&display->lock);
	display->cursor_x = x;
	display->cursor_y = y;
	mutex_unlock(&display->lock);
	return count;
}
static DEVICE_ATTR_WO(cursor_position);

static ssize_t cursor_hotspot_store(struct device *dev, struct device_attribute *attribute, const char *text,
				    size_t count)
{
	struct pv_display *display = display_of(dev);
	u32 x, y;

	if (sscanf(text, "%u %u", &x, &y) != 2)
		return -EINVAL;
	mutex_lock(&display->lock);
	display->hot_x = x;
	display->hot_y = y;
	mutex_unlock(&display->lock);
	return count;
}
static DEVICE_ATTR_WO(cursor_hotspot);

/* The device's own counts; surfaces and exports are those of all devices of the module. */
static ssize_t counters_show(struct device *dev, struct device_attribute *attribute, char *text)
{
	struct pv_display *display = display_of(dev);

	return sysfs_emit(text, "queries %llu\ngets %llu\nflips %llu\nsurfaces %d\nexports %d\n", display->queries,
			  display->gets, display->flips, atomic_read(&pv_surfaces), atomic_read(&pv_exports));
}
static DEVICE_ATTR_RO(counters);

static struct attribute *control_attributes[] = {
	&dev_attr_mode.attr,
	&dev_attr_buffers.attr,
	&dev_attr_flip.attr,
	&dev_attr_flip_every.attr,
	&dev_attr_flip_rate.attr,
	&dev_attr_primary.attr,
	&dev_attr_cursor.attr,
	&dev_attr_cursor_position.attr,
	&dev_attr_cursor_hotspot.attr,
	&dev_attr_counters.attr,
	NULL,
};

static const struct attribute_group control_group = {
	.name = "control",
	.attrs = control_attributes,
};

const struct attribute_group *pv_control_groups[] = {
	&control_group,
	NULL,
};
