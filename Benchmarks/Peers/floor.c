// The floor: the least that a client of libwayland can do to flip through pictures as planeview does. What planeview
// costs beyond it is planeview's own.
//
//   floor [--size WxH] [--buffers N] [--frames N] [--cursor] [--feedback]
//
// As in planeview, the pictures are memory that is imported once and attached again and again; they lie on a synchronised
// sub-surface of a black root that a viewport stretches; and each frame callback leads to one question ("which picture
// now?") and one commit of both. A cursor is another sub-surface that moves a pixel with each frame; feedback is asked of
// wp_presentation for each. The picture depends on the clock as the demo device's does at 1000 frames a second: the
// question costs no system call on either side.
//
// Memfds stand for dma-bufs: a software compositor takes them. Errors end it: there is nobody to be kind to.
#define _GNU_SOURCE
#include <err.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "linux-dmabuf-v1.h"
#include "presentation-time.h"
#include "single-pixel-buffer-v1.h"
#include "viewporter.h"
#include "xdg-shell.h"

enum { most_buffers = 64, cursor_size = 64 };
static const uint32_t xrgb8888 = 0x34325258, argb8888 = 0x34325241;

static int width = 1024, height = 768, buffer_count = 7;
static long frames_left = -1;
static bool has_cursor, asks_feedback, is_configured;

static struct wl_compositor *compositor;
static struct wl_subcompositor *subcompositor;
static struct wp_viewporter *viewporter;
static struct wp_presentation *presentation;
static struct wp_single_pixel_buffer_manager_v1 *single_pixels;
static struct zwp_linux_dmabuf_v1 *dmabuf;
static struct xdg_wm_base *shell;

static struct wl_surface *root, *screen, *cursor;
static struct wl_subsurface *cursor_place;
static struct wp_viewport *root_viewport, *screen_viewport;
static struct wl_buffer *pictures[most_buffers];
static int cursor_x;

static void presented(void *data, struct wp_presentation_feedback *feedback, uint32_t high, uint32_t low, uint32_t nanoseconds,
                      uint32_t refresh, uint32_t high_count, uint32_t low_count, uint32_t flags) {
    wp_presentation_feedback_destroy(feedback);
}
static void discarded(void *data, struct wp_presentation_feedback *feedback) { wp_presentation_feedback_destroy(feedback); }
static void on_output(void *data, struct wp_presentation_feedback *feedback, struct wl_output *output) {}
static const struct wp_presentation_feedback_listener feedback_listener = {on_output, presented, discarded};

static void flip(void *data, struct wl_callback *callback, uint32_t time);
static const struct wl_callback_listener frame_listener = {flip};

static void show(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    struct wl_buffer *picture = pictures[(now.tv_sec * 1000 + now.tv_nsec / 1000000) % buffer_count];
    wl_surface_attach(screen, picture, 0, 0);
    wl_surface_damage_buffer(screen, 0, 0, width, height);
    if (asks_feedback)
        wp_presentation_feedback_add_listener(wp_presentation_feedback(presentation, screen), &feedback_listener, NULL);
    wl_callback_add_listener(wl_surface_frame(screen), &frame_listener, NULL);
    wl_surface_commit(screen);
    // A position is the parent's state: no commit of the cursor's own.
    if (has_cursor) wl_subsurface_set_position(cursor_place, ++cursor_x % (width - cursor_size), 100);
    wl_surface_commit(root);
}

static void flip(void *data, struct wl_callback *callback, uint32_t time) {
    wl_callback_destroy(callback);
    if (frames_left > 0) frames_left--;
    if (frames_left != 0) show();
}

static struct wl_buffer *import(int sides_x, int sides_y, uint32_t format, uint32_t colour) {
    size_t size = (size_t)sides_x * sides_y * 4;
    int file = memfd_create("floor", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (file < 0 || ftruncate(file, size) < 0) err(1, "memory");
    uint32_t *pixels = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (pixels == MAP_FAILED) err(1, "mmap");
    for (size_t index = 0; index < size / 4; index++) pixels[index] = colour;
    munmap(pixels, size);
    struct zwp_linux_buffer_params_v1 *params = zwp_linux_dmabuf_v1_create_params(dmabuf);
    zwp_linux_buffer_params_v1_add(params, file, 0, 0, sides_x * 4, 0, 0);
    struct wl_buffer *buffer = zwp_linux_buffer_params_v1_create_immed(params, sides_x, sides_y, format, 0);
    zwp_linux_buffer_params_v1_destroy(params);
    close(file);
    return buffer;
}

static void set_opaque(struct wl_surface *surface, int across, int down) {
    struct wl_region *region = wl_compositor_create_region(compositor);
    wl_region_add(region, 0, 0, across, down);
    wl_surface_set_opaque_region(surface, region);
    wl_region_destroy(region);
}

static struct wl_surface *add_plane(struct wl_subsurface **place) {
    struct wl_surface *surface = wl_compositor_create_surface(compositor);
    *place = wl_subcompositor_get_subsurface(subcompositor, surface, root);
    struct wl_region *nothing = wl_compositor_create_region(compositor);
    wl_surface_set_input_region(surface, nothing);
    wl_region_destroy(nothing);
    return surface;
}

// The output has the pictures' size, so nothing is ever scaled.
static void configured(void *data, struct xdg_surface *surface, uint32_t serial) {
    xdg_surface_ack_configure(surface, serial);
    if (is_configured) return;
    is_configured = true;
    struct wl_buffer *black =
        wp_single_pixel_buffer_manager_v1_create_u32_rgba_buffer(single_pixels, 0, 0, 0, UINT32_MAX);
    wl_surface_attach(root, black, 0, 0);
    wl_surface_damage_buffer(root, 0, 0, 1, 1);
    wp_viewport_set_destination(root_viewport, width, height);
    wp_viewport_set_destination(screen_viewport, width, height);
    set_opaque(root, width, height);
    set_opaque(screen, width, height);
    for (int index = 0; index < buffer_count; index++)
        pictures[index] = import(width, height, xrgb8888, 0xff000000 | 0x24 * index << 8 | 0x40);
    if (has_cursor) {
        wl_surface_attach(cursor, import(cursor_size, cursor_size, argb8888, 0x80808080), 0, 0);
        wl_surface_damage_buffer(cursor, 0, 0, cursor_size, cursor_size);
        wl_surface_commit(cursor);
    }
    show();
}
static const struct xdg_surface_listener surface_listener = {configured};

static void resized(void *data, struct xdg_toplevel *toplevel, int32_t across, int32_t down, struct wl_array *states) {}
static void closed(void *data, struct xdg_toplevel *toplevel) { exit(0); }
static void bounded(void *data, struct xdg_toplevel *toplevel, int32_t across, int32_t down) {}
static void able(void *data, struct xdg_toplevel *toplevel, struct wl_array *capabilities) {}
static const struct xdg_toplevel_listener toplevel_listener = {resized, closed, bounded, able};

static void pinged(void *data, struct xdg_wm_base *shell, uint32_t serial) { xdg_wm_base_pong(shell, serial); }
static const struct xdg_wm_base_listener shell_listener = {pinged};

static void offered(void *data, struct wl_registry *registry, uint32_t name, const char *interface, uint32_t version) {
#define BIND(variable, of, wanted) \
    if (strcmp(interface, of.name) == 0) variable = wl_registry_bind(registry, name, &of, wanted)
    BIND(compositor, wl_compositor_interface, 4);
    BIND(subcompositor, wl_subcompositor_interface, 1);
    BIND(viewporter, wp_viewporter_interface, 1);
    BIND(presentation, wp_presentation_interface, 1);
    BIND(single_pixels, wp_single_pixel_buffer_manager_v1_interface, 1);
    BIND(dmabuf, zwp_linux_dmabuf_v1_interface, 3);
    BIND(shell, xdg_wm_base_interface, 1);
#undef BIND
}
static void withdrawn(void *data, struct wl_registry *registry, uint32_t name) {}
static const struct wl_registry_listener registry_listener = {offered, withdrawn};

static void read_arguments(int argc, char **argv) {
    for (int index = 1; index < argc; index++) {
        const char *value = index + 1 < argc ? argv[index + 1] : "";
        if (strcmp(argv[index], "--cursor") == 0) has_cursor = true;
        else if (strcmp(argv[index], "--feedback") == 0) asks_feedback = true;
        else if (strcmp(argv[index], "--frames") == 0) frames_left = atol(value), index++;
        else if (strcmp(argv[index], "--buffers") == 0) buffer_count = atoi(value), index++;
        else if (strcmp(argv[index], "--size") == 0 && sscanf(value, "%dx%d", &width, &height) == 2) index++;
        else errx(2, "what is %s?", argv[index]);
    }
    if (buffer_count < 1 || buffer_count > most_buffers) errx(2, "--buffers takes 1 to %d", most_buffers);
}

int main(int argc, char **argv) {
    read_arguments(argc, argv);
    struct wl_display *display = wl_display_connect(NULL);
    if (!display) err(4, "no compositor");
    wl_registry_add_listener(wl_display_get_registry(display), &registry_listener, NULL);
    wl_display_roundtrip(display);
    if (!compositor || !subcompositor || !viewporter || !presentation || !single_pixels || !dmabuf || !shell)
        errx(4, "the compositor lacks something");
    xdg_wm_base_add_listener(shell, &shell_listener, NULL);

    root = wl_compositor_create_surface(compositor);
    root_viewport = wp_viewporter_get_viewport(viewporter, root);
    struct wl_subsurface *screen_place;
    screen = add_plane(&screen_place);
    screen_viewport = wp_viewporter_get_viewport(viewporter, screen);
    if (has_cursor) cursor = add_plane(&cursor_place);

    struct xdg_surface *window = xdg_wm_base_get_xdg_surface(shell, root);
    xdg_surface_add_listener(window, &surface_listener, NULL);
    struct xdg_toplevel *toplevel = xdg_surface_get_toplevel(window);
    xdg_toplevel_add_listener(toplevel, &toplevel_listener, NULL);
    wl_surface_commit(root);

    // Each turn sends, waits, and reads: the least number of system calls that libwayland knows.
    while (frames_left != 0)
        if (wl_display_dispatch(display) < 0) err(4, "the compositor went away");
    wl_display_disconnect(display);
}
