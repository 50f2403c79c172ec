/* Calls in flight are counted, and those that are too many wait in line at their caller.
   Function for function atlas_core/sim/flow/oracle/bulkhead.py. */
#ifndef ATLAS_BULKHEAD_H
#define ATLAS_BULKHEAD_H

#include "world.h"

static void attempt(World *world, Job *job);

/* Puts the attempt in line; 0 where the line is full. */
NEVER_INLINE static int stand_in_line(World *world, Call *call, Job *job) {
  const CallPlan *is = call->plan;
  if (is->line_max >= 0 && call->waiting >= is->line_max) {
    note(world, DENIED, is->station, job->call, job->caller_number, 0);
    return 0;
  }
  note(world, HELD, is->station, job->call, job->number, 0);
  job->behind = NOBODY;
  if (call->last == NOBODY) call->first = job->slot;
  else job_at(world, call->last)->behind = job->slot;
  call->last = job->slot;
  call->waiting++;
  world->stations[is->station].held++;
  return 1;
}

/* Makes the attempt, or puts it in line; 0 where the line is full. */
static inline int send(World *world, Job *job) {
  Call *call = &world->calls[job->call];
  int64_t most = call->plan->in_flight_max;
  if (most >= 0 && (call->in_flight >= most || call->waiting))
    return stand_in_line(world, call, job);
  attempt(world, job);
  return 1;
}

static Job *next_in_line(World *world, Call *call) {
  Job *job = job_at(world, call->first);
  call->first = job->behind;
  if (call->first == NOBODY) call->last = NOBODY;
  call->waiting--;
  world->stations[call->plan->station].held--;
  return job;
}

/* An attempt is in flight no more: its answer is there, or nobody waits for it. */
static void over(World *world, Job *job) {
  if (!job->in_flight) return;
  Call *call = &world->calls[job->call];
  job->in_flight = 0;
  call->in_flight--;
  if (call->waiting && !call->waking) {
    call->waking = 1;
    plan(world, world->now, DUE_WAKE, job->call, 0);
  }
}

static void wake(World *world, Call *call) {
  call->waking = 0;
  while (call->waiting && call->in_flight < call->plan->in_flight_max)
    attempt(world, next_in_line(world, call));
}

/* The caller has crashed, and with it all that was in line. */
static void empty_line(World *world, Call *call) {
  while (call->waiting) free_job(world, next_in_line(world, call));
}

#endif
