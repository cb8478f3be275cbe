// dl_iterate_phdr
#define _GNU_SOURCE
#include "AllocationCounter.h"

#include <errno.h>
#include <link.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define PLANEVIEW_SANITIZED
#endif
#endif

static __thread unsigned long count;
static __thread unsigned long foreign;
static __thread long live;

unsigned long planeview_allocation_count(void) { return count; }

long planeview_live_allocation_count(void) { return live; }

// Where libwayland-client and libwayland-server are.
static struct {
    uintptr_t start, end;
} libraries[4];
static size_t library_count;

static int look(struct dl_phdr_info *info, size_t size, void *data) {
    (void)size;
    (void)data;
    if (!strstr(info->dlpi_name, "libwayland-")) return 0;
    for (int index = 0; index < info->dlpi_phnum && library_count < 4; index++) {
        const ElfW(Phdr) *header = &info->dlpi_phdr[index];
        if (header->p_type != PT_LOAD || !(header->p_flags & PF_X)) continue;
        libraries[library_count].start = info->dlpi_addr + header->p_vaddr;
        libraries[library_count].end = libraries[library_count].start + header->p_memsz;
        library_count++;
    }
    return 0;
}

unsigned long planeview_own_allocation_count(void) {
    if (library_count == 0) dl_iterate_phdr(look, NULL);
    return count - foreign;
}

#ifndef PLANEVIEW_SANITIZED
// glibc's own names of what is replaced here (malloc/malloc.c).
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t number, size_t size);
void *__libc_realloc(void *old, size_t size);
void *__libc_memalign(size_t alignment, size_t size);
void __libc_free(void *memory);

// Preloaded into a program, the counter says at its end what the main thread has asked for on its own account: a number in
// the file that PLANEVIEW_ALLOCATIONS names.
__attribute__((constructor)) static void find(void) {
    if (getenv("PLANEVIEW_ALLOCATIONS")) planeview_own_allocation_count();
}

__attribute__((destructor)) static void tell(void) {
    const char *path = getenv("PLANEVIEW_ALLOCATIONS");
    unsigned long own = count - foreign;
    FILE *file = path ? fopen(path, "w") : NULL;
    if (!file) return;
    fprintf(file, "%lu\n", own);
    fclose(file);
}

static void note(const void *caller) {
    count++;
    for (size_t index = 0; index < library_count; index++)
        if ((uintptr_t)caller >= libraries[index].start && (uintptr_t)caller < libraries[index].end) foreign++;
}

static void *born(void *memory) {
    if (memory) live++;
    return memory;
}

void *malloc(size_t size) {
    note(__builtin_return_address(0));
    return born(__libc_malloc(size));
}

void *calloc(size_t number, size_t size) {
    note(__builtin_return_address(0));
    return born(__libc_calloc(number, size));
}

void *realloc(void *old, size_t size) {
    note(__builtin_return_address(0));
    void *memory = __libc_realloc(old, size);
    // It is the old one that lives on, elsewhere; nothing for a size of 0.
    if (!old) return born(memory);
    if (!memory && size == 0) live--;
    return memory;
}

void *aligned_alloc(size_t alignment, size_t size) {
    note(__builtin_return_address(0));
    return born(__libc_memalign(alignment, size));
}

void *memalign(size_t alignment, size_t size) {
    note(__builtin_return_address(0));
    return born(__libc_memalign(alignment, size));
}

void free(void *memory) {
    if (memory) live--;
    __libc_free(memory);
}

int posix_memalign(void **result, size_t alignment, size_t size) {
    note(__builtin_return_address(0));
    void *memory = __libc_memalign(alignment, size);
    if (!memory) return ENOMEM;
    *result = born(memory);
    return 0;
}
#endif
