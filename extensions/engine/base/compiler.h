/* What the compiler is told, and no library is there to say. */
#ifndef ATLAS_COMPILER_H
#define ATLAS_COMPILER_H

#include <stdint.h>

/* Rare work stays out of what is done for every event, which then needs few registers. */
#define NEVER_INLINE __attribute__((noinline))

#endif
