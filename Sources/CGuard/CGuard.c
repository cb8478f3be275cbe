#define _GNU_SOURCE
#include "CGuard.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

// A lock would be held by whom the signal interrupts. Atomics need none here, and their order is C's default, the
// strictest: nothing of this is called often.
_Static_assert(ATOMIC_BOOL_LOCK_FREE == 2 && ATOMIC_LONG_LOCK_FREE == 2 && ATOMIC_POINTER_LOCK_FREE == 2, "");

struct guard {
    atomic_bool taken;
    /// Odd while the rest is valid. It never takes a value again.
    atomic_ulong turn;
    atomic_uintptr_t start;
    /// In bytes, whole pages.
    atomic_size_t size;
    atomic_int protection;
    atomic_bool lost;
};

static struct guard guards[PLANEVIEW_GUARD_CAPACITY];
static struct sigaction previous;
static pthread_once_t once = PTHREAD_ONCE_INIT;

/// Finds the guard of an address that is being read or written.
static struct guard *guard_of(uintptr_t address) {
    for (struct guard *guard = guards; guard < guards + PLANEVIEW_GUARD_CAPACITY; guard++) {
        unsigned long turn = guard->turn;
        uintptr_t start = guard->start;
        size_t size = guard->size;
        // Other threads may be adding and removing guards, but not the one that is looked for: its memory is in use. So
        // an entry that changed meanwhile, of which start and size may not belong together, is none to wait for.
        if (turn % 2 == 1 && address - start < size && guard->turn == turn) return guard;
    }
    return NULL;
}

/// Puts zeros in the place of the whole range, so that all of it has been there or none. Threads that fault in one range
/// at a time may each do so.
static bool replace(struct guard *guard) {
    // First, so that whoever reads a zero finds that it is none of the file's.
    guard->lost = true;
    // By number, because sanitizers put their own mmap before the C library's, which is not made for a handler.
    long address = syscall(
        SYS_mmap, guard->start, guard->size, guard->protection, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_NORESERVE,
        -1, 0L);
    return address != -1;
}

/// Does with the signal what would have been done without the guards.
static void pass_on(int number, siginfo_t *information, void *context) {
    if (previous.sa_handler == SIG_DFL || previous.sa_handler == SIG_IGN) {
        // The same signal comes again when this handler returns, with all that it said, so that a core has the address.
        sigaction(number, &previous, NULL);
        syscall(SYS_rt_tgsigqueueinfo, getpid(), gettid(), number, information);
    } else if (previous.sa_flags & SA_SIGINFO) {
        previous.sa_sigaction(number, information, context);
    } else {
        previous.sa_handler(number);
    }
}

static void handle(int number, siginfo_t *information, void *context) {
    int error = errno;
    // A signal that somebody sent has no address: what stands in its place are numbers of the sender's choice.
    struct guard *guard = information->si_code > 0 ? guard_of((uintptr_t)information->si_addr) : NULL;
    if (!guard || !replace(guard)) pass_on(number, information, context);
    errno = error;
}

static void install(void) {
    // The other handler may have asked for a stack of its own. SA_NODEFER is left out: nothing here can fault, and a
    // fault in the other handler ends the process as it would have.
    struct sigaction action = {.sa_sigaction = handle, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    sigaction(SIGBUS, NULL, &previous);
    sigaction(SIGBUS, &action, NULL);
}

int planeview_guard_add(void *start, size_t size, int protection) {
    pthread_once(&once, install);
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    for (int number = 0; number < PLANEVIEW_GUARD_CAPACITY; number++) {
        struct guard *guard = &guards[number];
        if (atomic_exchange(&guard->taken, true)) continue;
        guard->start = (uintptr_t)start;
        guard->size = (size + page - 1) / page * page;
        guard->protection = protection;
        guard->lost = false;
        guard->turn++;
        return number;
    }
    return -1;
}

bool planeview_guard_is_intact(int guard) { return !guards[guard].lost; }

void planeview_guard_remove(int guard) {
    guards[guard].turn++;
    guards[guard].taken = false;
}
