// Sets the controls of a V4L2 device by their names: what happens to vivid while somebody else shows it.
//
//   vivid DEVICE NAME VALUE    a number, or a menu entry's text
//   vivid DEVICE               lists them
#include <fcntl.h>
#include <linux/videodev2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

// The index of a menu entry; -1 when there is none such.
static int entry(int device, const struct v4l2_query_ext_ctrl *control, const char *text) {
    for (int index = control->minimum; index <= control->maximum; index++) {
        struct v4l2_querymenu menu = {.id = control->id, .index = index};
        if (ioctl(device, VIDIOC_QUERYMENU, &menu) == 0 && strcmp((char *)menu.name, text) == 0) return index;
    }
    return -1;
}

int main(int argc, char **argv) {
    int device = argc > 1 ? open(argv[1], O_RDWR) : -1;
    if (device < 0) return perror("vivid: open"), 1;
    struct v4l2_query_ext_ctrl control = {.id = V4L2_CTRL_FLAG_NEXT_CTRL};
    for (; ioctl(device, VIDIOC_QUERY_EXT_CTRL, &control) == 0; control.id |= V4L2_CTRL_FLAG_NEXT_CTRL) {
        if (argc < 4) {
            printf("%s: %lld to %lld\n", control.name, (long long)control.minimum, (long long)control.maximum);
            continue;
        }
        if (strcmp(control.name, argv[2]) != 0) continue;
        char *end;
        struct v4l2_control setting = {.id = control.id, .value = strtol(argv[3], &end, 0)};
        if (*end) setting.value = entry(device, &control, argv[3]);
        if (ioctl(device, VIDIOC_S_CTRL, &setting) < 0) return perror("vivid: VIDIOC_S_CTRL"), 1;
        return 0;
    }
    if (argc < 4) return 0;
    fprintf(stderr, "vivid: no control '%s'\n", argv[2]);
    return 1;
}
