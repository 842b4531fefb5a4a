#include "base/load.h"

#include <dlfcn.h>
#include <string.h>

cr_function *cr_load(const char *library, const char *name)
{
    cr_function *function = NULL;
    void *handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);
    void *found = handle ? dlsym(handle, name) : NULL;
    memcpy(&function, &found, sizeof function);  // as POSIX has it; C has no cast from the one to the other
    return function;
}
