/* A job comes to a station, waits, is served, makes its calls and is answered.
   Function for function atlas_core/sim/flow/oracle/station.py. */
#ifndef ATLAS_STATION_H
#define ATLAS_STATION_H

#include "admission.h"
#include "cache.h"
#include "scaling.h"
#include "world.h"

static void begin_call(World *world, Job *caller, int64_t call);
static Job *reply(World *world, Job *job, int outcome);
static void empty_line(World *world, Call *call);
static void complete(World *world, Job *job);

#define NO_ANSWER (-1)

static void enqueue(World *world, Station *at, Job *job) {
  int64_t discipline = at->plan->discipline;
  int level = discipline == PRIORITY ? job->priority : 0;
  if (discipline == FAIR) level = job->origin % PRIORITIES;
  job->queued_at = world->now;
  job->ahead = at->tail[level];
  job->behind = NOBODY;
  if (job->ahead == NOBODY)
    at->head[level] = job->slot;
  else
    job_at(world, job->ahead)->behind = job->slot;
  at->tail[level] = job->slot;
  touch(world, at);
  at->waiting++;
  job->phase = QUEUED;
}

/* The job that is served next leaves its queue. */
static Job *dequeue(World *world, Station *at) {
  int level = at->plan->discipline == FAIR ? at->turn : 0;
  while (at->head[level] == NOBODY) level = (level + 1) % PRIORITIES;
  at->turn = (level + 1) % PRIORITIES;
  Job *job;
  if (at->plan->discipline == LIFO) {
    job = job_at(world, at->tail[level]);
    at->tail[level] = job->ahead;
    if (job->ahead == NOBODY)
      at->head[level] = NOBODY;
    else
      job_at(world, job->ahead)->behind = NOBODY;
  } else {
    job = job_at(world, at->head[level]);
    at->head[level] = job->behind;
    if (job->behind == NOBODY)
      at->tail[level] = NOBODY;
    else
      job_at(world, job->behind)->ahead = NOBODY;
  }
  touch(world, at);
  at->waiting--;
  return job;
}

static void start(World *world, Job *job) {
  Station *at = &world->stations[job->station];
  touch(world, at);
  count_busy(world, at);
  at->busy++;
  at->sum->starts++;
  job->has_server = 1;
  job->phase = SERVING;
  job->paused = at->pause_ticks;
  note(world, START, job->station, NOBODY, job->number, 0);
  double service = draw(&world->program, &at->plan->service, &at->service) * at->slowness * job->work;
  plan(world, world->now + whole_ticks(service), DUE_COMPLETE, job->slot, job->number);
}

static void fill(World *world, Station *at) {
  while (at->waiting && at->busy < at->places) {
    Job *job = dequeue(world, at);
    if (waited_too_long(world, at, job)) {
      job->phase = AWAY;
      finish(world, job, SHED);
    } else if (at->plan->instant) {
      job->phase = AWAY;
      complete(world, job);
    } else {
      start(world, job);
    }
  }
}

static void release(World *world, Job *job) {
  Station *at = &world->stations[job->station];
  touch(world, at);
  count_busy(world, at);
  job->has_server = 0;
  at->busy--;
  fill(world, at);
}

static void deliver(World *world, Job *job) {
  Station *at = &world->stations[job->station];
  touch(world, at);
  at->present++;
  at->sum->calls++;
  job->present = 1;
  job->born = world->now;
  job->before = at->last;
  job->after = NOBODY;
  if (at->last == NOBODY)
    at->first = job->slot;
  else
    job_at(world, at->last)->after = job->slot;
  at->last = job->slot;
  int refusal;
  if (at->crashed) {
    finish(world, job, CRASHED);
  } else if (job->depth > DEPTH_MAX) {
    finish(world, job, DEEP);
  } else if ((refusal = turned_away(world, at, job)) != TAKEN_ON) {
    finish(world, job, refusal);
  } else if (at->plan->instant) {
    if (at->paused)
      enqueue(world, at, job);
    else
      complete(world, job);
  } else if (at->busy < at->places) {
    start(world, job);
  } else if (at->plan->queue_max >= 0 && at->waiting >= at->plan->queue_max) {
    finish(world, job, REFUSED);
  } else {
    enqueue(world, at, job);
  }
}

/* The job is no longer at its station. */
static void leave(World *world, Job *job) {
  if (!job->present) return;
  Station *at = &world->stations[job->station];
  touch(world, at);
  at->present--;
  at->sum->time_sum += (double)(world->now - job->born);
  job->present = 0;
  if (job->before == NOBODY)
    at->first = job->after;
  else
    job_at(world, job->before)->after = job->after;
  if (job->after == NOBODY)
    at->last = job->before;
  else
    job_at(world, job->after)->before = job->before;
}

static int advance(World *world, Job *job) {
  const StationPlan *station = world->stations[job->station].plan;
  for (;;) {
    if (job->failed) return FAILED;
    if (job->stage == station->stages) return OK;
    const StagePlan *stage = &world->program.stages[station->first_stage + job->stage];
    job->stage++;
    job->pending = 1;
    for (int64_t i = 0; i < stage->calls; i++) begin_call(world, job, stage->first_call + i);
    job->pending--;
    if (job->pending) return NO_ANSWER;
  }
}

static int one_call_less(World *world, Job *caller) {
  if (!caller) return NO_ANSWER;
  caller->pending--;
  return caller->pending == 0 ? advance(world, caller) : NO_ANSWER;
}

static void finish(World *world, Job *job, int outcome) {
  while (job && outcome != NO_ANSWER) {
    job = reply(world, job, outcome);
    outcome = one_call_less(world, job);
  }
}

static void resume(World *world, Job *caller) {
  int outcome = one_call_less(world, caller);
  if (caller && outcome != NO_ANSWER) finish(world, caller, outcome);
}

static int is_hit(World *world, Station *at, const Job *job) {
  if (at->plan->cache_keys) return finds(world, at->store, job->key);
  return chance(&at->luck, at->flushed ? 0.0 : at->plan->hit_ratio);
}

/* The own service is over; what follows is waiting. */
static void leave_server(World *world, Station *at, Job *job) {
  note(world, SERVED, job->station, NOBODY, job->number, 0);
  job->phase = CALLING;
  if (job->has_server && !at->plan->holds_server) release(world, job);
}

/* No cache has the answer: it takes the station's calls, where there are any. */
static void missed(World *world, Job *job) {
  Station *at = &world->stations[job->station];
  if (!at->plan->stages) {
    finish(world, job, OK);
    return;
  }
  if (job->phase != CALLING) leave_server(world, at, job);
  if (at->plan->cache_keys) job->fills = job->station;
  int outcome = advance(world, job);
  if (outcome != NO_ANSWER) finish(world, job, outcome);
}

static void complete(World *world, Job *job) {
  Station *at = &world->stations[job->station];
  if (job->phase == SERVING && at->pause_ticks > job->paused) {
    int64_t owed = at->pause_ticks - job->paused;
    job->paused = at->pause_ticks;
    plan(world, world->now + owed, DUE_COMPLETE, job->slot, job->number);
    return;
  }
  if (chance(&at->luck, 1.0 - at->good)) {
    finish(world, job, ERROR);
  } else if (is_hit(world, at, job)) {
    finish(world, job, HIT);
  } else if (at->plan->cache_keys && waits_for_another(world, at, job)) {
    leave_server(world, at, job);
    park(world, at, job);
  } else {
    missed(world, job);
  }
}

static void crash(World *world, Station *at) {
  set_crashed(at, 1);
  at->crashed_at = world->now;
  touch(world, at);
  for (int level = 0; level < PRIORITIES; level++) at->head[level] = at->tail[level] = NOBODY;
  at->waiting = 0;
  if (at->store) {
    empty_store(at->store);
    empty_flights(at->store);
  }
  for (int64_t i = 0; i < at->plan->stages; i++) {
    const StagePlan *stage = &world->program.stages[at->plan->first_stage + i];
    for (int64_t j = 0; j < stage->calls; j++)
      empty_line(world, &world->calls[stage->first_call + j]);
  }
  while (at->first != NOBODY) finish(world, job_at(world, at->first), CRASHED);
}

#endif
