// SPDX-License-Identifier: GPL-2.0-only
/*
 * The guest's hand: attributes of the mediated device in sysfs, by which a test sets modes and flips.
 */
#include <linux/kernel.h>
#include <linux/string.h>
#include <linux/sysfs.h>

#include "display.h"

/* A file: what it sets, and what it says, with the lock held. Most are no more than a field and its limit. */
struct control {
	struct device_attribute attribute;
	int (*set)(struct pv_display *display, const struct control *control, const char *text);
	int (*get)(struct pv_display *display, char *text);
	size_t field; /* offset in struct pv_display */
	unsigned int limit;
};

static void *field_of(struct pv_display *display, const struct control *control)
{
	return (void *)display + control->field;
}

static int set_bool(struct pv_display *display, const struct control *control, const char *text)
{
	return kstrtobool(text, field_of(display, control));
}

static int number(const char *text, unsigned int limit, unsigned int *value)
{
	int error = kstrtouint(text, 0, value);

	return error ?: *value > limit ? -EINVAL : 0;
}

static int set_number(struct pv_display *display, const struct control *control, const char *text)
{
	unsigned int value;
	int error = number(text, control->limit, &value);

	if (!error)
		*(unsigned int *)field_of(display, control) = value;
	return error;
}

/* "X Y". A number of 32 bits without a sign fits, too: its bits are the same. */
static int set_point(struct pv_display *display, const struct control *control, const char *text)
{
	struct pv_point point;

	if (sscanf(text, "%d %d", &point.x, &point.y) != 2)
		return -EINVAL;
	*(struct pv_point *)field_of(display, control) = point;
	return 0;
}

/* "WIDTHxHEIGHT", or "WIDTHxHEIGHT+PADDING" with bytes that make the stride longer than a row. */
static int set_mode(struct pv_display *display, const struct control *control, const char *text)
{
	u32 width, height, padding = 0;

	if (sscanf(text, "%ux%u+%u", &width, &height, &padding) < 2)
		return -EINVAL;
	if (!width || !height || width > 8192 || height > 8192 || padding > 4096 || padding % 4)
		return -EINVAL;
	return pv_set_mode(display, width, height, padding, display->screen_count);
}

static int get_mode(struct pv_display *display, char *text)
{
	return sysfs_emit(text, "%ux%u+%u\n", display->width, display->height, display->padding);
}

static int set_buffers(struct pv_display *display, const struct control *control, const char *text)
{
	unsigned int buffers;
	int error = number(text, PV_MAX_BUFFERS, &buffers);

	if (error)
		return error;
	return buffers ? pv_set_mode(display, display->width, display->height, display->padding, buffers) : -EINVAL;
}

/* An index, or "next". */
static int set_flip(struct pv_display *display, const struct control *control, const char *text)
{
	unsigned int index;
	int error;

	if (sysfs_streq(text, "next")) {
		pv_flip(display, -1);
		return 0;
	}
	error = number(text, display->screen_count - 1, &index);
	if (!error)
		pv_flip(display, index);
	return error;
}

static int set_flip_rate(struct pv_display *display, const struct control *control, const char *text)
{
	int error = set_number(display, control, text);

	if (!error)
		mod_delayed_work(system_wq, &display->flipper, 0);
	return error;
}

static int set_pan(struct pv_display *display, const struct control *control, const char *text)
{
	unsigned int rows;
	int error = number(text, UINT_MAX, &rows);

	return error ?: pv_pan(display, rows);
}

static int set_paint(struct pv_display *display, const struct control *control, const char *text)
{
	unsigned int index;
	int error = number(text, PV_MAX_BUFFERS - 1, &index);

	return error ?: pv_paint(display, index);
}

static int set_modifier(struct pv_display *display, const struct control *control, const char *text)
{
	return kstrtou64(text, 16, &display->modifier);
}

#define FAULT_NAME(name) #name,
static const char *const fault_names[] = { PV_FAULTS(FAULT_NAME) };

/* Names between white space; they replace the set, or, when one is unknown, leave it as it was. */
static int set_faults(struct pv_display *display, const struct control *control, const char *text)
{
	unsigned long faults = 0;
	char name[32];
	int index, length;

	for (text = skip_spaces(text); *text; text = skip_spaces(text + length)) {
		if (sscanf(text, "%31s%n", name, &length) != 1)
			return -EINVAL;
		index = match_string(fault_names, ARRAY_SIZE(fault_names), name);
		if (index < 0)
			return -EINVAL;
		faults |= BIT(index);
	}
	display->faults = faults;
	return 0;
}

static int get_faults(struct pv_display *display, char *text)
{
	int i, length = 0;

	for_each_set_bit(i, &display->faults, PV_FAULT_COUNT)
		length += sysfs_emit_at(text, length, "%s%s", length ? " " : "", fault_names[i]);
	return length + sysfs_emit_at(text, length, "\n");
}

static int get_link(struct pv_display *display, char *text)
{
	static const char *const states[] = {
		[0] = "unset",
		[VFIO_DEVICE_GFX_LINK_STATE_UP] = "up",
		[VFIO_DEVICE_GFX_LINK_STATE_DOWN] = "down",
	};

	return sysfs_emit(text, "%s\n", states[display->edid.link]);
}

/* The device's own counts; surfaces and exports are those of all devices of the module. */
static int get_counters(struct pv_display *display, char *text)
{
	return sysfs_emit(text, "queries %llu\ngets %llu\nfds %llu\nflips %llu\nlink_changes %llu\nsurfaces %d\nexports %d\n",
			  display->queries, display->gets, display->fds, display->flips, display->edid.link_changes,
			  atomic_read(&pv_surfaces), atomic_read(&pv_exports));
}

/* The files */

static ssize_t show(struct device *dev, struct device_attribute *attribute, char *text)
{
	struct control *control = container_of(attribute, struct control, attribute);
	struct pv_display *display = dev_get_drvdata(dev);
	int length;

	mutex_lock(&display->lock);
	length = control->get(display, text);
	mutex_unlock(&display->lock);
	return length;
}

static ssize_t store(struct device *dev, struct device_attribute *attribute, const char *text, size_t count)
{
	struct control *control = container_of(attribute, struct control, attribute);
	struct pv_display *display = dev_get_drvdata(dev);
	int error;

	mutex_lock(&display->lock);
	error = control->set(display, control, text);
	mutex_unlock(&display->lock);
	return error ?: count;
}

#define SETS(setter) .attribute.attr.mode = 0200, .attribute.store = store, .set = setter
#define SAYS(getter) .attribute.attr.mode = 0444, .attribute.show = show, .get = getter
#define SETS_AND_SAYS(setter, getter)                                                                                 \
	.attribute.attr.mode = 0644, .attribute.store = store, .attribute.show = show, .set = setter, .get = getter
#define TO(member) .field = offsetof(struct pv_display, member)

static struct control controls[] = {
	{ .attribute.attr.name = "mode", SETS_AND_SAYS(set_mode, get_mode) },
	{ .attribute.attr.name = "buffers", SETS(set_buffers) },
	{ .attribute.attr.name = "flip", SETS(set_flip) },
	{ .attribute.attr.name = "flip_every", SETS(set_number), TO(flip_every), .limit = UINT_MAX },
	{ .attribute.attr.name = "flip_rate", SETS(set_flip_rate), TO(flip_rate), .limit = 1000 },
	{ .attribute.attr.name = "pan", SETS(set_pan) },
	{ .attribute.attr.name = "paint", SETS(set_paint) },
	{ .attribute.attr.name = "modifier", SETS(set_modifier) },
	{ .attribute.attr.name = "primary", SETS(set_bool), TO(primary_on) },
	{ .attribute.attr.name = "cursor", SETS(set_bool), TO(cursor_on) },
	{ .attribute.attr.name = "cursor_position", SETS(set_point), TO(cursor_position) },
	{ .attribute.attr.name = "cursor_hotspot", SETS(set_point), TO(hotspot) },
	{ .attribute.attr.name = "overlay", SETS(set_bool), TO(overlay_on) },
	{ .attribute.attr.name = "overlay_position", SETS(set_point), TO(overlay_position) },
	{ .attribute.attr.name = "gone", SETS(set_bool), TO(gone) },
	{ .attribute.attr.name = "faults", SETS_AND_SAYS(set_faults, get_faults) },
	{ .attribute.attr.name = "link", SAYS(get_link) },
	{ .attribute.attr.name = "counters", SAYS(get_counters) },
};

/* What the guest would read of its monitor: nothing, unless one is plugged in. */
static ssize_t edid_read(struct file *file, struct kobject *kobject, struct bin_attribute *attribute, char *buffer,
			 loff_t offset, size_t count)
{
	struct pv_display *display = dev_get_drvdata(kobj_to_dev(kobject));
	ssize_t length = 0;

	mutex_lock(&display->lock);
	if (display->edid.link == VFIO_DEVICE_GFX_LINK_STATE_UP)
		length = memory_read_from_buffer(buffer, count, &offset, display->edid.blob, display->edid.size);
	mutex_unlock(&display->lock);
	return length;
}
static BIN_ATTR_RO(edid, 0);

static struct attribute *attributes[ARRAY_SIZE(controls) + 1];
static struct bin_attribute *binary_attributes[] = { &bin_attr_edid, NULL };

static const struct attribute_group control_group = {
	.name = "control",
	.attrs = attributes,
	.bin_attrs = binary_attributes,
};

const struct attribute_group *pv_control_groups[] = { &control_group, NULL };

/* Once, before the driver is registered. */
void __init pv_control_init(void)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(controls); i++)
		attributes[i] = &controls[i].attribute.attr;
}
