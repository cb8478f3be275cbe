#define _GNU_SOURCE
#include "acts.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/vfio.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

static void tell(const char *name, int succeeded) {
    int error = errno;
    printf("%s %d\n", name, succeeded ? 0 : error);
}

static void tell_opening(const char *name, const char *path, int flags) {
    int file = open(path, flags | O_CLOEXEC, 0600);
    tell(name, file >= 0);
    if (file >= 0) close(file);
}

static void *nothing(void *argument) { return argument; }

// Whether the process may trace others (CAP_SYS_PTRACE, 19), as far as the kernel tells.
static int may_trace(void) {
    unsigned long long rights = 0;
    char line[256];
    FILE *status = fopen("/proc/self/status", "re");
    while (status && fgets(line, sizeof line, status)) sscanf(line, "CapEff: %llx", &rights);
    if (status) fclose(status);
    errno = EPERM;
    return rights >> 19 & 1;
}

static int takes_descriptor(void) {
    int process = (int)syscall(SYS_pidfd_open, getppid(), 0);
    return process >= 0 && syscall(SYS_pidfd_getfd, process, 0, 0) >= 0;
}

static int forks(void) {
    pid_t child = fork();
    if (child == 0) _exit(0);
    return child > 0 && waitpid(child, NULL, 0) == child;
}

// What showing takes.
static void show(int device, const char *folder) {
    char picture[4096], other[4096];
    snprintf(picture, sizeof picture, "%s/picture", folder);
    snprintf(other, sizeof other, "%s/other", folder);
    tell_opening("read-library", "/usr/bin/env", O_RDONLY);
    tell_opening("make-picture", picture, O_WRONLY | O_CREAT | O_EXCL);
    tell("rename-picture", rename(picture, other) == 0);
    tell_opening("open-device", "/dev/zero", O_RDWR);
    tell("query-plane", ioctl(device, VFIO_DEVICE_QUERY_GFX_PLANE, NULL) == 0);
    tell("make-memory", memfd_create("acts", 0) >= 0);
    tell("run-memory", mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED);
    tell("load-library", dlopen("libm.so.6", RTLD_NOW) != NULL);
    tell("unix-socket", socket(AF_UNIX, SOCK_STREAM, 0) >= 0);
    pthread_t thread;
    errno = pthread_create(&thread, NULL, nothing, NULL);
    tell("start-thread", errno == 0);
    if (errno == 0) pthread_join(thread, NULL);
}

// What it does not.
static void harm(int device, const char *folder) {
    char secret[4096], planted[4096], other[4096];
    snprintf(secret, sizeof secret, "%s/../secret", folder);
    snprintf(planted, sizeof planted, "%s/../planted", folder);
    snprintf(other, sizeof other, "%s/other", folder);
    char byte = 'x';
    struct iovec bytes = {&byte, 1};
    char *const none[] = {NULL};

    tell("reset-device", ioctl(device, VFIO_DEVICE_RESET, NULL) == 0);
    tell("set-interrupts", ioctl(device, VFIO_DEVICE_SET_IRQS, NULL) == 0);
    tell("type-into-terminal", ioctl(device, TIOCSTI, &byte) == 0);
    tell("write-region", pwrite(device, &byte, 1, 0) == 1);
    tell_opening("read-secret", secret, O_RDONLY);
    tell_opening("write-elsewhere", planted, O_WRONLY | O_CREAT);
    tell_opening("open-other-device", "/dev/full", O_RDWR);
    tell_opening("read-other-process", "/proc/1/environ", O_RDONLY);
    tell("internet-socket", socket(AF_INET, SOCK_STREAM, 0) >= 0);
    tell("netlink-socket", socket(AF_NETLINK, SOCK_RAW, 0) >= 0);
    tell("signal-parent", kill(getppid(), 0) == 0);
    tell("change-mode", chmod(other, 0777) == 0);
    tell("become-another", setuid(65534) == 0);
    tell("change-root", chroot(folder) == 0);
    tell("mount", mount("none", folder, "tmpfs", 0, NULL) == 0);
    tell("right-to-trace", may_trace());
    tell("take-descriptor", takes_descriptor());
    tell("trace", ptrace(PTRACE_TRACEME, 0, NULL, NULL) == 0);
    tell("read-memory", process_vm_readv(getppid(), &bytes, 1, &bytes, 1, 0) >= 0);
    tell("fork", forks());
    execv("/usr/bin/true", none);
    tell("execute", 0);
}

void planeview_acts(const char *folder) {
    setvbuf(stdout, NULL, _IOLBF, 0);
    int device = open("/dev/null", O_RDWR | O_CLOEXEC);
    show(device, folder);
    harm(device, folder);
}
