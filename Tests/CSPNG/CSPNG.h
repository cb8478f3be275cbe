// libspng, to read screenshots with.
#ifndef PLANEVIEW_CSPNG_H
#define PLANEVIEW_CSPNG_H

#include <spng.h>

#endif
