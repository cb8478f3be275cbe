// libseccomp, and what it has as macros with casts.
#ifndef PLANEVIEW_CSECCOMP_H
#define PLANEVIEW_CSECCOMP_H

#include <errno.h>
#include <seccomp.h>

enum planeview_seccomp_action : unsigned int {
    PLANEVIEW_SECCOMP_ALLOW = SCMP_ACT_ALLOW,
    PLANEVIEW_SECCOMP_REFUSE = SCMP_ACT_ERRNO(EPERM),
    PLANEVIEW_SECCOMP_UNKNOWN = SCMP_ACT_ERRNO(ENOSYS),
};

#endif
