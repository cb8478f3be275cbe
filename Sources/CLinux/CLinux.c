#define _GNU_SOURCE
#include "CLinux.h"

#include <fcntl.h>
#include <sys/mman.h>

int planeview_memfd_create(const char *name, unsigned int flags) { return memfd_create(name, flags); }

int planeview_add_seals(int descriptor, int seals) { return fcntl(descriptor, F_ADD_SEALS, seals); }
