// Counts what the calling thread allocates. Linked into a test program, its malloc stands before the C library's.
#ifndef PLANEVIEW_ALLOCATION_COUNTER_H
#define PLANEVIEW_ALLOCATION_COUNTER_H

/// How often this thread has asked for memory; 0 where a sanitizer has the allocator for itself.
unsigned long planeview_allocation_count(void);

/// How much more often this thread has asked for memory than given some back; 0 where a sanitizer has the allocator.
long planeview_live_allocation_count(void);

#endif
