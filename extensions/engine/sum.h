/* What a run adds up to while it goes on, so that nobody has to read a long trace for it.
   atlas_core/sim/flow/summary.py computes the same from the entries. */
#ifndef ATLAS_SUM_H
#define ATLAS_SUM_H

#include "world.h"

static inline int64_t window_ticks(const World *world) {
  return world->program.head->end / WINDOWS + 1;
}

/* The window of now; no division, which would cost more than the rest of this file. */
static inline Window *window_now(World *world) {
  while (world->now >= world->window_end) {
    world->window++;
    world->window_end += window_ticks(world);
  }
  return world->window;
}

/* Latencies up to 63 ticks have a bucket each; above, each doubling has 32 (3 % wide). */
static int64_t bucket_of(int64_t ticks) {
  if (ticks < 64) return ticks;
  int shift = 58 - __builtin_clzll((uint64_t)ticks);
  return 32 * (int64_t)shift + (ticks >> shift);
}

static void count_arrival(World *world) { window_now(world)->arrived++; }

static void count_departure(World *world, int64_t ticks, int outcome) {
  Window *window = window_now(world);
  if (outcome <= HIT) {
    window->good++;
    window->time_sum += (double)ticks;
    world->sum->buckets[bucket_of(ticks)]++;
  } else {
    window->bad++;
  }
}

#endif
