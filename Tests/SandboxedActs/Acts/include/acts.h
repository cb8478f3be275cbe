#ifndef PLANEVIEW_ACTS_H
#define PLANEVIEW_ACTS_H

// Does one thing after the other that a process in a sandbox may or may not do, and prints a line each: its name, and the
// errno, or 0. Files may be made in the folder; the file "secret" beside it is not to be read.
void planeview_acts(const char *_Nonnull folder);

#endif
