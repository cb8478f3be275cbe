// Guards mapped memory against going away. A file that shrinks or a device that is reset takes its pages from those who
// mapped it, and the next one to read gets SIGBUS, which would end the program. In a guarded range the read goes on with
// zeros instead, and the range is marked as lost.
//
// It is the only logic of ours in C: a signal handler may interrupt anything, so it must not enter Swift's runtime.
#ifndef PLANEVIEW_CGUARD_H
#define PLANEVIEW_CGUARD_H

#include <stdbool.h>
#include <stddef.h>

enum : int {
    /// Ranges that can be guarded at once. A source holds up to 64 buffers (BufferLedger) and has 3 planes with up to 4
    /// copies each: this is for more than ten of them, and the tests that run side by side.
    PLANEVIEW_GUARD_CAPACITY = 1024,
};

/// Guards a range of mapped memory. The first one installs a handler of SIGBUS for the process; faults anywhere else go
/// on to whoever handled them before.
///
/// - start: the start of a page. The range's last page is guarded whole.
/// - protection: PROT_READ, or with PROT_WRITE: what memory that takes the place of lost pages allows.
///
/// Returns the guard's number, or -1 when the table is full.
int planeview_guard_add(void *_Nonnull start, size_t size, int protection);

/// Whether nobody has met a missing page of the range yet.
bool planeview_guard_is_intact(int guard);

/// Ends a guard. Nobody may be using the range, which must still be mapped.
void planeview_guard_remove(int guard);

#endif
