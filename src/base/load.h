/* Libraries that few runs need, and that bring many others with them: loaded when they are first called, so that the other
 * runs do not pay for their start. */
#ifndef CR_BASE_LOAD_H
#define CR_BASE_LOAD_H

typedef void cr_function(void);

/* A function of a shared library by its name, to be cast to what it is; NULL if either is not there. The library stays loaded, so
 * asking again is cheap, though not free: not for inner loops. Any thread. */
cr_function *cr_load(const char *library, const char *name);

#endif
