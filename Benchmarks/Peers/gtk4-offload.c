// A viewer of the kind of libmks: GTK 4 shows dma-bufs in a GtkGraphicsOffload, so that it hands them to the compositor and
// draws nothing itself.
//
//   gtk4-offload [--size WxH] [--buffers N] [--frames N] [--still]
//
// As libmks does, it makes a texture of the buffer's descriptor for each update and sets it as the picture's paintable; here,
// at each tick of the frame clock. GTK makes a wl_buffer for each texture, so keeping the textures would not spare any.
// The pictures, memfds in the place of dma-bufs, follow each other by the clock as floor.c's do. With --still, the first
// stays.
#define _GNU_SOURCE
#include <err.h>
#include <gtk/gtk.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { most_buffers = 64 };
static const guint32 xrgb8888 = 0x34325258;

static int width = 1024, height = 768, buffer_count = 7;
static long frames_left = -1;
static gboolean is_still;
static int files[most_buffers];
static GMainLoop *loop;

static int draw(guint32 colour) {
    size_t size = (size_t)width * height * 4;
    int file = memfd_create("gtk4-offload", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (file < 0 || ftruncate(file, size) < 0) err(1, "memory");
    guint32 *pixels = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (pixels == MAP_FAILED) err(1, "mmap");
    for (size_t index = 0; index < size / 4; index++) pixels[index] = colour;
    munmap(pixels, size);
    return file;
}

static void show(GtkPicture *picture) {
    GdkDmabufTextureBuilder *builder = gdk_dmabuf_texture_builder_new();
    gdk_dmabuf_texture_builder_set_display(builder, gtk_widget_get_display(GTK_WIDGET(picture)));
    gdk_dmabuf_texture_builder_set_width(builder, width);
    gdk_dmabuf_texture_builder_set_height(builder, height);
    gdk_dmabuf_texture_builder_set_fourcc(builder, xrgb8888);
    gdk_dmabuf_texture_builder_set_modifier(builder, 0);
    gdk_dmabuf_texture_builder_set_n_planes(builder, 1);
    gdk_dmabuf_texture_builder_set_fd(builder, 0, files[g_get_monotonic_time() / 1000 % buffer_count]);
    gdk_dmabuf_texture_builder_set_stride(builder, 0, width * 4);
    gdk_dmabuf_texture_builder_set_offset(builder, 0, 0);
    GError *error = NULL;
    GdkTexture *texture = gdk_dmabuf_texture_builder_build(builder, NULL, NULL, &error);
    if (!texture) errx(1, "%s", error->message);
    gtk_picture_set_paintable(picture, GDK_PAINTABLE(texture));
    g_object_unref(texture);
    g_object_unref(builder);
}

static gboolean tick(GtkWidget *picture, GdkFrameClock *clock, gpointer data) {
    if (frames_left > 0 && --frames_left == 0) g_main_loop_quit(loop);
    show(GTK_PICTURE(picture));
    return G_SOURCE_CONTINUE;
}

static void read_arguments(int argc, char **argv) {
    for (int index = 1; index < argc; index++) {
        const char *value = index + 1 < argc ? argv[index + 1] : "";
        if (strcmp(argv[index], "--still") == 0) is_still = TRUE;
        else if (strcmp(argv[index], "--frames") == 0) frames_left = atol(value), index++;
        else if (strcmp(argv[index], "--buffers") == 0) buffer_count = atoi(value), index++;
        else if (strcmp(argv[index], "--size") == 0 && sscanf(value, "%dx%d", &width, &height) == 2) index++;
        else errx(2, "what is %s?", argv[index]);
    }
    if (buffer_count < 1 || buffer_count > most_buffers) errx(2, "--buffers takes 1 to %d", most_buffers);
}

int main(int argc, char **argv) {
    read_arguments(argc, argv);
    gtk_init();
    for (int index = 0; index < buffer_count; index++) files[index] = draw(0xff000000 | 0x24 * index << 8 | 0x40);
    loop = g_main_loop_new(NULL, FALSE);
    GtkWidget *window = gtk_window_new(), *picture = gtk_picture_new();
    GtkWidget *offload = gtk_graphics_offload_new(picture);
    gtk_graphics_offload_set_black_background(GTK_GRAPHICS_OFFLOAD(offload), TRUE);
    gtk_window_set_child(GTK_WINDOW(window), offload);
    g_signal_connect_swapped(window, "close-request", G_CALLBACK(g_main_loop_quit), loop);
    show(GTK_PICTURE(picture));
    if (!is_still) gtk_widget_add_tick_callback(picture, tick, NULL, NULL);
    gtk_window_fullscreen(GTK_WINDOW(window));
    gtk_window_present(GTK_WINDOW(window));
    g_main_loop_run(loop);
}
