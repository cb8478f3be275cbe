// Preloaded into a compositor that has no GPU: its EGL device says that it has a render node, as any GPU's does. Weston then
// advertises zwp_linux_dmabuf_v1 with feedback, which GTK wants before it hands any buffer over. Only the node's number
// is ever used; buffers are imported as before.
#include <EGL/egl.h>
#include <EGL/eglext.h>
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

typedef __eglMustCastToProperFunctionPointerType procedure;

static PFNEGLQUERYDEVICESTRINGEXTPROC real_query;

static const char *query(EGLDeviceEXT device, EGLint name) {
    if (name == EGL_DRM_RENDER_NODE_FILE_EXT) return "/dev/null";
    const char *answer = real_query(device, name);
    if (name != EGL_EXTENSIONS || !answer) return answer;
    static char extensions[4096];
    snprintf(extensions, sizeof extensions, "%s EGL_EXT_device_drm_render_node", answer);
    return extensions;
}

procedure eglGetProcAddress(const char *name) {
    // Not RTLD_NEXT: libEGL comes with a module that keeps it to itself.
    procedure (*real)(const char *) =
        (procedure(*)(const char *))dlsym(dlopen("libEGL.so.1", RTLD_LAZY), "eglGetProcAddress");
    procedure found = real(name);
    if (strcmp(name, "eglQueryDeviceStringEXT") != 0 || !found) return found;
    real_query = (PFNEGLQUERYDEVICESTRINGEXTPROC)found;
    return (procedure)query;
}
