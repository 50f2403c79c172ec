/* A circuit breaker: what it lets through, and what opens and closes it.
   Function for function atlas_core/sim/flow/oracle/breaker.py. */
#ifndef ATLAS_BREAKER_H
#define ATLAS_BREAKER_H

#include "world.h"

static int lets_through(World *world, Call *call) {
  if (!call->plan->breaker_failures || call->open_until == 0) return 1;
  if (world->now < call->open_until || call->probing) return 0;
  call->probing = 1;
  return 1;
}

static void count_for_breaker(World *world, Call *call, int64_t index, int good) {
  const CallPlan *is = call->plan;
  if (!is->breaker_failures) return;
  if (call->open_until == 0) {
    call->failures = good ? 0 : call->failures + 1;
    if (call->failures < is->breaker_failures) return;
  } else if (!call->probing) {
    return;
  } else if (good) {
    call->open_until = call->failures = 0;
    call->probing = 0;
    note(world, CLOSED, is->station, index, 0, 0);
    return;
  }
  int64_t until = world->now + is->breaker_open;
  call->open_until = until > 1 ? until : 1;
  call->probing = 0;
  note(world, OPENED, is->station, index, 0, 0);
}

#endif
