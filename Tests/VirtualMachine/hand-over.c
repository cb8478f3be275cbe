// Opens a VFIO device and starts a program with it as descriptor 9: what a launcher does for planeview's fd:9.
//
//   hand-over GROUP DEVICE PROGRAM ARGUMENTS...
#include <fcntl.h>
#include <linux/vfio.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

int main(int argc, char **argv) {
    if (argc < 4) return 100;
    int container = open("/dev/vfio/vfio", O_RDWR | O_CLOEXEC);
    int group = open(argv[1], O_RDWR | O_CLOEXEC);
    if (container < 0 || group < 0 || ioctl(group, VFIO_GROUP_SET_CONTAINER, &container) ||
        ioctl(container, VFIO_SET_IOMMU, VFIO_TYPE1v2_IOMMU)) {
        perror("hand-over");
        return 101;
    }
    int device = ioctl(group, VFIO_GROUP_GET_DEVICE_FD, argv[2]);
    // dup2 makes one that a started program inherits.
    if (device < 0 || dup2(device, 9) < 0) {
        perror("hand-over");
        return 102;
    }
    execvp(argv[3], argv + 3);
    perror(argv[3]);
    return 103;
}
