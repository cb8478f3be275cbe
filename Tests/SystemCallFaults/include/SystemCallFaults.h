// Preloaded into a program, it lets one system call of the program's fail, or a signal come just before it.
#ifndef PLANEVIEW_SYSTEM_CALL_FAULTS_H
#define PLANEVIEW_SYSTEM_CALL_FAULTS_H
#endif
