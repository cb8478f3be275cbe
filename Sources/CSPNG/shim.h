// libspng, which reads and writes PNG files.
#include <spng.h>
