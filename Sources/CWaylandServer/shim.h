// libwayland-server without any protocol, for the compositor that the tests talk to. Never part of the product.
#ifndef PLANEVIEW_CWAYLANDSERVER_H
#define PLANEVIEW_CWAYLANDSERVER_H

// The deprecated names clash with the interfaces' structures.
#define WL_HIDE_DEPRECATED
#include <wayland-server-core.h>

// Swift imports no function with a variable number of arguments.
static inline void planeview_post_error(struct wl_resource *resource, uint32_t code, const char *message) {
    wl_resource_post_error(resource, code, "%s", message);
}

#endif
