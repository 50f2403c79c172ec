/* An autoscaler: it looks at how busy a station was, and new servers take a while to come.
   Function for function atlas_core/sim/flow/oracle/scaling.py. */
#ifndef ATLAS_SCALING_H
#define ATLAS_SCALING_H

#include "world.h"

#define STATION_BITS 20

static void fill(World *world, Station *at);

static inline void count_busy(World *world, Station *at) {
  if (!at->plan->scale_max) return;
  at->busy_ticks += (world->now - at->busy_at) * at->busy;
  at->busy_at = world->now;
}

static int64_t whole_above(double number) {
  int64_t whole = (int64_t)number;
  return (double)whole < number ? whole + 1 : whole;
}

/* Called when anything has changed that decides how many servers may work. */
static void count_places(Station *at) {
  if (at->paused || at->crashed)
    at->places = 0;
  else if (at->plan->servers < 0)
    at->places = INT64_MAX;
  else
    at->places = whole_above((double)at->servers * at->capacity);
}

static void set_crashed(Station *at, int crashed) {
  at->crashed = (uint8_t)crashed;
  count_places(at);
}

static void look(World *world, int64_t index) {
  Station *at = &world->stations[index];
  const StationPlan *is = at->plan;
  count_busy(world, at);
  double busy = (double)at->busy_ticks / (double)is->scale_every;
  int64_t wanted = whole_above(busy / is->scale_target);
  if (wanted < is->scale_min) wanted = is->scale_min;
  if (wanted > is->scale_max) wanted = is->scale_max;
  at->busy_ticks = 0;
  int64_t more = wanted - at->servers - at->growing;
  if (more > 0) {
    at->growing += more;
    plan(world, world->now + is->scale_lag, DUE_GROW, more << STATION_BITS | index, 0);
  } else if (wanted < at->servers && !at->growing) {
    at->servers = wanted;
    count_places(at);
    note(world, SCALED, index, NOBODY, 0, wanted);
  }
  plan(world, world->now + is->scale_every, DUE_SCALE, index, 0);
}

static void grow(World *world, int64_t index, int64_t more) {
  Station *at = &world->stations[index];
  at->growing -= more;
  at->servers += more;
  count_places(at);
  note(world, SCALED, index, NOBODY, 0, at->servers);
  fill(world, at);
}

#endif
