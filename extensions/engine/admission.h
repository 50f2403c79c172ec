/* Whether a station takes a request on at all: rate limit, shedding, full lines.
   Function for function atlas_core/sim/flow/oracle/admission.py. */
#ifndef ATLAS_ADMISSION_H
#define ATLAS_ADMISSION_H

#include "world.h"

#define TAKEN_ON (-1)

/* The outcome with which the job is refused before it is looked at, or TAKEN_ON. */
static inline int turned_away(World *world, Station *at, const Job *job) {
  const StationPlan *is = at->plan;
  if (!at->guarded) return TAKEN_ON;
  if (is->limit_burst) {
    Bucket *bucket = &at->buckets[is->limit_each ? job->origin : 0];
    double earned = bucket->tokens + (double)(world->now - bucket->at) * is->limit_rate;
    double most = (double)is->limit_burst;
    bucket->tokens = earned < most ? earned : most;
    bucket->at = world->now;
    if (bucket->tokens < 1.0) return LIMITED;
    bucket->tokens -= 1.0;
  }
  int64_t in_line = at->waiting + at->held;
  if (is->shed_waiting >= 0 && in_line >= is->shed_waiting && job->priority >= is->shed_priority)
    return SHED;
  if (is->queue_max >= 0 && at->held && in_line >= is->queue_max) return REFUSED;
  return TAKEN_ON;
}

static inline int waited_too_long(const World *world, const Station *at, const Job *job) {
  return at->plan->waited_max >= 0.0 && (double)(world->now - job->queued_at) > at->plan->waited_max;
}

#endif
