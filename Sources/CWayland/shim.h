// libwayland-client without any protocol: the interfaces are ours (see Sources/Wayland/InterfaceTable.swift).
#include <wayland-client-core.h>
