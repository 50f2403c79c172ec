/* What the engine asks of its host: memory, and a place for finished blocks of the trace. */
#ifndef ATLAS_HOST_H
#define ATLAS_HOST_H

#include "compiler.h"

typedef struct {
  /* Zeroed memory of `bytes`, aligned to 16, valid until the run is given up; 0: there is none. */
  void *(*grow)(uint64_t bytes);
  /* Takes `bytes` at `data`, which are overwritten afterwards. */
  void (*emit)(const uint8_t *data, uint64_t bytes);
} Host;

#define GRANT (1u << 20)

typedef struct {
  Host host;
  uint8_t *at;
  uint64_t left;
  int exhausted;
} Memory;

/* `bytes` of zeroed memory; where the host has no more, `exhausted` is set and 0 returned. */
static void *take(Memory *memory, uint64_t bytes) {
  bytes = (bytes + 15) & ~15ULL;
  if (bytes > memory->left) {
    uint64_t grant = bytes > GRANT ? bytes : GRANT;
    uint8_t *granted = memory->exhausted ? 0 : memory->host.grow(grant);
    if (!granted) {
      memory->exhausted = 1;
      return 0;
    }
    memory->at = granted;
    memory->left = grant;
  }
  void *found = memory->at;
  memory->at += bytes;
  memory->left -= bytes;
  return found;
}

#endif
