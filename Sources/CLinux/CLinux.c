#define _GNU_SOURCE
#include "CLinux.h"

#include <fcntl.h>
#include <linux/capability.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

int planeview_memfd_create(const char *name, unsigned int flags) { return memfd_create(name, flags); }

int planeview_add_seals(int descriptor, int seals) { return fcntl(descriptor, F_ADD_SEALS, seals); }

int planeview_pipe(int *ends) { return pipe2(ends, O_CLOEXEC); }

int planeview_spawn_close_from(posix_spawn_file_actions_t *actions, int first) {
    return posix_spawn_file_actions_addclosefrom_np(actions, first);
}

int planeview_no_new_privileges(void) { return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); }

int planeview_not_dumpable(void) { return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }

int planeview_give_up_tracing(void) {
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3];
    if (syscall(SYS_capget, &header, data)) return -1;
    uint32_t others = ~(UINT32_C(1) << CAP_SYS_PTRACE);
    data[0].effective &= others;
    data[0].permitted &= others;
    data[0].inheritable &= others;
    return (int)syscall(SYS_capset, &header, data);
}

// The numbers are the same on all architectures (include/uapi/asm-generic/unistd.h).
enum { LANDLOCK_CREATE = 444, LANDLOCK_ADD = 445, LANDLOCK_RESTRICT = 446 };

int planeview_landlock_version(void) { return (int)syscall(LANDLOCK_CREATE, NULL, 0, 1); }

int planeview_landlock_create(uint64_t handled_files, uint64_t handled_network, uint64_t scoped, int version) {
    uint64_t attributes[] = {handled_files, handled_network, scoped};
    size_t known = version < 4 ? 1 : version < 6 ? 2 : 3;
    return (int)syscall(LANDLOCK_CREATE, attributes, known * sizeof *attributes, 0);
}

int planeview_landlock_allow(int ruleset, int path, uint64_t allowed) {
    struct __attribute__((packed)) {
        uint64_t allowed;
        int32_t path;
    } beneath = {allowed, path};
    return (int)syscall(LANDLOCK_ADD, ruleset, 1, &beneath, 0);
}

int planeview_landlock_restrict(int ruleset) { return (int)syscall(LANDLOCK_RESTRICT, ruleset, 0); }
