/* A job comes to a station, waits, is served, makes its calls and is answered.
   Function for function atlas_core/sim/flow/oracle/station.py. */
#ifndef ATLAS_STATION_H
#define ATLAS_STATION_H

#include "world.h"

static void begin_call(World *world, Job *caller, int64_t call);
static Job *reply(World *world, Job *job, int outcome);
static void finish(World *world, Job *job, int outcome);
static void complete(World *world, Job *job);

#define NO_ANSWER (-1)

static inline int64_t whole_servers(const Station *at) {
  double servers = (double)at->plan->servers * at->capacity;
  int64_t whole = (int64_t)servers;
  return (double)whole < servers ? whole + 1 : whole;
}

static inline int can_start(const Station *at) {
  if (at->paused || at->crashed) return 0;
  return at->plan->servers < 0 || at->busy < whole_servers(at);
}

static void enqueue(World *world, Station *at, Job *job) {
  int level = at->plan->discipline == PRIORITY ? job->priority : 0;
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
  int level = 0;
  while (at->head[level] == NOBODY) level++;
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
  at->busy++;
  at->sum->starts++;
  job->has_server = 1;
  job->phase = SERVING;
  job->paused = at->pause_ticks;
  note(world, START, job->station, NOBODY, job->number, 0);
  double service = draw(&world->program, &at->plan->service, &at->service) * at->slowness;
  plan(world, world->now + whole_ticks(service), DUE_COMPLETE, job->slot, job->number);
}

static void fill(World *world, Station *at) {
  while (at->waiting && can_start(at)) {
    Job *job = dequeue(world, at);
    if (at->plan->instant) {
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
  if (at->crashed) {
    finish(world, job, CRASHED);
  } else if (job->depth > DEPTH_MAX) {
    finish(world, job, DEEP);
  } else if (at->plan->instant) {
    if (at->paused)
      enqueue(world, at, job);
    else
      complete(world, job);
  } else if (can_start(at)) {
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

static void complete(World *world, Job *job) {
  Station *at = &world->stations[job->station];
  if (job->phase == SERVING && at->pause_ticks > job->paused) {
    int64_t owed = at->pause_ticks - job->paused;
    job->paused = at->pause_ticks;
    plan(world, world->now + owed, DUE_COMPLETE, job->slot, job->number);
    return;
  }
  double error = 1.0 - (1.0 - at->plan->error_ratio) * (1.0 - at->error);
  if (chance(&at->luck, error)) {
    finish(world, job, ERROR);
  } else if (chance(&at->luck, at->flushed ? 0.0 : at->plan->hit_ratio)) {
    finish(world, job, HIT);
  } else if (!at->plan->stages) {
    finish(world, job, OK);
  } else {
    note(world, SERVED, job->station, NOBODY, job->number, 0);
    job->phase = CALLING;
    if (job->has_server && !at->plan->holds_server) release(world, job);
    int outcome = advance(world, job);
    if (outcome != NO_ANSWER) finish(world, job, outcome);
  }
}

static void crash(World *world, Station *at) {
  at->crashed = 1;
  at->crashed_at = world->now;
  touch(world, at);
  for (int level = 0; level < PRIORITIES; level++) at->head[level] = at->tail[level] = NOBODY;
  at->waiting = 0;
  while (at->first != NOBODY) finish(world, job_at(world, at->first), CRASHED);
}

#endif
