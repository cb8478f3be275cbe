// Opens a VFIO device and becomes PROGRAM with it as descriptor 9: what a launcher does for planeview's fd:9. Meanwhile a
// process of its own, which ends with PROGRAM, plays the device's guest: it does what lines in the fifo CONTROL say.
//
//   bochs GROUP DEVICE CONTROL PROGRAM ARGUMENTS...
//
//   mode WIDTH HEIGHT    mbochs: shows a screen of 32 bits a pixel, from the start of the memory
//   offset X Y           mbochs: shows what begins at that pixel
//   off                  mbochs: shows nothing
//   paint RRGGBB         mbochs and mdpy: one color in all of the memory
//   monitor WIDTH HEIGHT mbochs: whether there is a monitor whose preferred mode this is (ENODEV, ENXIO)
//
// Each is answered by a line in the fifo CONTROL.answers: "ok", or what went wrong.
#include <errno.h>
#include <fcntl.h>
#include <linux/vfio.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

// The registers of the Bochs display, 16 bits each, in this order from here in BAR 2.
enum { REGISTERS = 0x500 };
enum { WIDTH = 1, HEIGHT, DEPTH, ENABLE, VIRTUAL_WIDTH = 6, X_OFFSET = 8, Y_OFFSET };
enum { ENABLED = 0x01, LINEAR = 0x40 };

static void fail(const char *what) {
    perror(what);
    exit(100);
}

static int open_device(const char *group_path, const char *name) {
    // PROGRAM inherits both, as a virtual machine has both open: that is how it is found.
    int container = open("/dev/vfio/vfio", O_RDWR);
    if (container < 0) fail("/dev/vfio/vfio");
    int group = open(group_path, O_RDWR);
    if (group < 0) fail(group_path);
    if (ioctl(group, VFIO_GROUP_SET_CONTAINER, &container) ||
        ioctl(container, VFIO_SET_IOMMU, VFIO_TYPE1v2_IOMMU))
        fail("container");
    int device = ioctl(group, VFIO_GROUP_GET_DEVICE_FD, name);
    if (device < 0) fail(name);
    return device;
}

// 0, or -1 with errno.
static int region(int device, unsigned index, struct vfio_region_info *info) {
    *info = (struct vfio_region_info){.argsz = sizeof *info, .index = index};
    if (ioctl(device, VFIO_DEVICE_GET_REGION_INFO, info)) return -1;
    if (info->size) return 0;
    errno = ENODEV;
    return -1;
}

static int set(int device, unsigned index, unsigned number) {
    struct vfio_region_info registers;
    if (region(device, VFIO_PCI_BAR2_REGION_INDEX, &registers)) return -1;
    uint16_t value = number;
    return pwrite(device, &value, sizeof value, registers.offset + REGISTERS + 2 * index) == sizeof value ? 0 : -1;
}

static int set_mode(int device, unsigned width, unsigned height) {
    return set(device, ENABLE, 0) || set(device, WIDTH, width) || set(device, HEIGHT, height) ||
                   set(device, DEPTH, 32) || set(device, VIRTUAL_WIDTH, width) || set(device, X_OFFSET, 0) ||
                   set(device, Y_OFFSET, 0) || set(device, ENABLE, ENABLED | LINEAR)
               ? -1
               : 0;
}

// Looks at the EDID that the guest reads, which is there while a monitor is plugged in: at its first detailed timing.
static int see_monitor(int device, unsigned width, unsigned height) {
    static const uint8_t header[8] = {0, 255, 255, 255, 255, 255, 255, 0};
    struct vfio_region_info registers;
    uint8_t edid[128];
    if (region(device, VFIO_PCI_BAR2_REGION_INDEX, &registers)) return -1;
    if (pread(device, edid, sizeof edid, registers.offset) != sizeof edid) return -1;
    uint8_t sum = 0;
    for (size_t i = 0; i < sizeof edid; i++) sum += edid[i];
    errno = ENODEV;
    if (memcmp(edid, header, sizeof header) || sum) return -1;
    errno = ENXIO;
    return (edid[56] | (edid[58] >> 4) << 8) == width && (edid[59] | (edid[61] >> 4) << 8) == height ? 0 : -1;
}

// By a mapping: mbochs puts what is written into this region elsewhere.
static int paint(int device, uint32_t color) {
    struct vfio_region_info memory;
    if (region(device, VFIO_PCI_BAR0_REGION_INDEX, &memory)) return -1;
    uint32_t *pixels = mmap(NULL, memory.size, PROT_READ | PROT_WRITE, MAP_SHARED, device, memory.offset);
    if (pixels == MAP_FAILED) return -1;
    for (size_t i = 0; i < memory.size / sizeof *pixels; i++) pixels[i] = color;
    return munmap(pixels, memory.size);
}

// -1 with errno when it did not work.
static int obey(int device, const char *command) {
    unsigned a, b;
    if (sscanf(command, "mode %u %u", &a, &b) == 2) return set_mode(device, a, b);
    if (sscanf(command, "offset %u %u", &a, &b) == 2)
        return set(device, X_OFFSET, a) || set(device, Y_OFFSET, b) ? -1 : 0;
    if (sscanf(command, "monitor %u %u", &a, &b) == 2) return see_monitor(device, a, b);
    if (strcmp(command, "off\n") == 0) return set(device, ENABLE, 0);
    if (sscanf(command, "paint %6x", &a) == 1) return paint(device, a);
    errno = EINVAL;
    return -1;
}

// A fifo that never ends: this process, too, could write into it and read from it.
static FILE *make_fifo(const char *path) {
    unlink(path);
    FILE *fifo = mkfifo(path, 0600) ? NULL : fopen(path, "r+e");
    if (!fifo) fail(path);
    return fifo;
}

int main(int argc, char **argv) {
    if (argc < 5) {
        fprintf(stderr, "usage: bochs GROUP DEVICE CONTROL PROGRAM ARGUMENTS...\n");
        return 100;
    }
    char path[4096];
    snprintf(path, sizeof path, "%s.answers", argv[3]);
    FILE *answers = make_fifo(path);
    FILE *commands = make_fifo(argv[3]);
    int device = open_device(argv[1], argv[2]);
    int program_end = syscall(SYS_pidfd_open, getpid(), 0);
    if (program_end < 0) fail("pidfd_open");
    pid_t guest = fork();
    if (guest < 0) fail("fork");
    if (guest > 0) {
        // dup2 makes one that a started program inherits.
        if (dup2(device, 9) < 0) fail("descriptor 9");
        execvp(argv[4], argv + 4);
        fail(argv[4]);
    }
    // Not by PR_SET_PDEATHSIG: a process whose Landlock rules keep its signals in (Linux 6.12) sends none when it ends.
    struct pollfd awaited[] = {{.fd = program_end, .events = POLLIN}, {.fd = fileno(commands), .events = POLLIN}};
    char command[64];
    while (poll(awaited, 2, -1) > 0 && !awaited[0].revents && fgets(command, sizeof command, commands)) {
        fprintf(answers, "%s\n", obey(device, command) ? strerror(errno) : "ok");
        fflush(answers);
    }
    return 0;
}
