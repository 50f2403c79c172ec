/* A job calls another station: attempts, time-outs, retries, hedges, breaker, dead letters.
   Function for function atlas_core/sim/flow/oracle/call.py. */
#ifndef ATLAS_CALL_H
#define ATLAS_CALL_H

#include "balance.h"
#include "breaker.h"
#include "bulkhead.h"
#include "station.h"
#include "sum.h"

static void disconnect(World *world, Job *job) {
  if (!job->connected) return;
  job->connected = 0;
  world->stations[job->station].connections--;
}

/* The index of a time-out's item holds the call above the slot: the job may be over by then. */
static void plan_timeout(World *world, Call *call, const Job *job) {
  int64_t index = (int64_t)job->call << 32 | job->slot;
  int64_t tick = world->now + call->plan->timeout;
  uint64_t order = next_order(&world->agenda, DUE_TIMEOUT);
  if (call->timeouts.armed) {
    line_up(&call->timeouts, &world->memory, (Item){tick, order, job->number, index});
  } else {
    call->timeouts.armed = 1;
    push(&world->agenda, &world->memory, tick, order, index, job->number);
  }
}

/* One time-out of the call has had its turn: the next that still matters goes on the agenda. */
static void arm_next(World *world, Call *call) {
  Line *line = &call->timeouts;
  line->armed = 0;
  while (line->count && !line->armed) {
    Item item = step_up(line);
    line->armed = job_at(world, (int32_t)item.index)->number == item.number;
    if (line->armed)
      push(&world->agenda, &world->memory, item.tick, item.order, item.index, item.number);
  }
}

/* Another job that is caused by this one goes on with its key, priority and work. */
static inline void follow(Job *job, const Job *other) {
  job->priority = other->priority;
  job->key = other->key;
  job->origin = other->origin;
  job->work = other->work;
}

/* A call or its answer is gone: only a time-out ends it, or nothing where nobody waits. */
static void lose(World *world, Job *job) {
  const CallPlan *is = world->calls[job->call].plan;
  job->lost = 1;
  job->phase = AWAY;
  if (!is->asynchronous || is->timeout >= 0) return;
  disconnect(world, job);
  over(world, job);
  free_job(world, job);
}

static void attempt(World *world, Job *job) {
  int64_t index = job->call;
  Call *call = &world->calls[index];
  const CallPlan *is = call->plan;
  job->station = (int32_t)pick(world, call, index, job);
  Station *at = &world->stations[job->station];
  uint8_t kind = job->is_hedge ? HEDGE : job->attempt == 1 ? CALL : RETRY;
  note(world, kind, job->station, index, job->number, job->number - job->caller_number);
  at->connections++;
  job->in_flight = 1;
  call->in_flight++;
  if (is->timeout >= 0) plan_timeout(world, call, job);
  if (is->hedge >= 0 && !job->is_hedge)
    plan(world, world->now + is->hedge, DUE_HEDGE, job->slot, job->number);
  int cut = at->sides != world->stations[is->station].sides;
  if (cut || chance(&call->luck, 1.0 - call->kept * at->kept)) {
    note(world, LOST, job->station, index, job->number, 0);
    lose(world, job);
  } else if (!is->delayed) {
    deliver(world, job);
  } else {
    double delay = draw(&world->program, &is->delay, &call->delay);
    plan(world, world->now + whole_ticks(delay), DUE_DELIVER, job->slot, job->number);
  }
}

/* A message has failed for the last time: it is lost, or goes to its dead-letter station. */
static void give_up(World *world, Job *job) {
  int64_t station = world->calls[job->call].plan->dead_letter;
  if (station < 0) return;
  Job *dead = new_job(world);
  if (!dead) return;
  dead->call = job->call;
  dead->depth = (uint8_t)(job->depth + 1);
  dead->caller_number = job->number;
  follow(dead, job);
  dead->abandoned = 1;
  dead->connected = 0;
  dead->station = (int32_t)station;
  note(world, DEAD, station, dead->call, dead->number, dead->number - job->number);
  deliver(world, dead);
}

static void begin_call(World *world, Job *caller, int64_t index) {
  Call *call = &world->calls[index];
  const CallPlan *is = call->plan;
  if (!chance(&call->luck, is->probability)) return;
  if (is->only_on_miss && caller->hit) return;
  Job *job = new_job(world);
  if (!job) return;
  job->call = (int32_t)index;
  job->depth = (uint8_t)(caller->depth + 1);
  job->caller_number = caller->number;
  follow(job, caller);
  if (is->budget >= 0.0) {
    double tokens = call->tokens + is->budget;
    call->tokens = tokens < TOKENS_MAX ? tokens : TOKENS_MAX;
  }
  if (!is->asynchronous) {
    job->caller = caller->slot;
    caller->pending++;
  }
  if (!lets_through(world, call))
    note(world, SHORT, is->station, index, caller->number, 0);
  else if (send(world, job))
    return;
  if (is->asynchronous) give_up(world, job);
  free_job(world, job);
  if (is->asynchronous) return;
  caller->pending--;
  if (!is->optional) caller->failed = 1;
}

/* Another job of the same call for the same caller; 0 where memory has ended. */
static Job *next_attempt(World *world, const Job *job) {
  Job *following = new_job(world);
  if (!following) return 0;
  following->call = job->call;
  following->caller = job->caller;
  following->caller_number = job->caller_number;
  following->depth = job->depth;
  follow(following, job);
  following->attempt = job->attempt + 1;
  return following;
}

static int retry_later(World *world, Job *job) {
  Call *call = &world->calls[job->call];
  const CallPlan *is = call->plan;
  if (job->attempt >= is->attempts_max) return 0;
  if (is->budget >= 0.0) {
    if (call->tokens < 1.0) return 0;
    call->tokens -= 1.0;
  }
  double wait = is->backoff;
  for (int32_t i = 1; i < job->attempt; i++) wait = wait * is->factor;
  if (wait > is->backoff_max) wait = is->backoff_max;
  if (is->jitter > 0.0) wait = wait * (1.0 - is->jitter * uniform(&call->luck));
  Job *following = next_attempt(world, job);
  if (!following) return 1;
  plan(world, world->now + whole_ticks(wait), DUE_RETRY, following->slot, following->number);
  return 1;
}

/* The job's caller, where it still waits for anything. */
static Job *waiting_caller(World *world, const Job *job) {
  if (job->caller == NOBODY) return 0;
  Job *caller = job_at(world, job->caller);
  return caller->number == job->caller_number && caller->phase != OVER ? caller : 0;
}

/* Of a hedged attempt: a failure waits for the other copy, a good answer makes it needless. */
static int other_copy_decides(World *world, Job *job, int good) {
  if (job->twin == NOBODY) return 0;
  Job *twin = job_at(world, job->twin);
  job->twin = twin->twin = NOBODY;
  if (!good) return 1;
  twin->abandoned = 1;
  disconnect(world, twin);
  over(world, twin);
  if (twin->lost) free_job(world, twin);
  return 0;
}

static Job *settle(World *world, Job *job, int good, int hit) {
  Call *call = &world->calls[job->call];
  count_for_breaker(world, call, job->call, good);
  if (other_copy_decides(world, job, good)) return 0;
  if (call->plan->asynchronous) {
    if (!good && !retry_later(world, job)) give_up(world, job);
    return 0;
  }
  Job *caller = waiting_caller(world, job);
  if (!caller) return 0;
  if (good) {
    if (hit) caller->hit = 1;
    return caller;
  }
  if (retry_later(world, job)) return 0;
  if (!call->plan->optional) caller->failed = 1;
  return caller;
}

static void think(World *world, int64_t index) {
  Source *source = &world->sources[index];
  if (!source->plan->users) return;
  double ticks = draw(&world->program, &source->plan->think, &source->gaps);
  plan(world, world->now + whole_ticks(ticks), DUE_THINK, index, 0);
}

/* Whether the caller of a cache that had no answer hears of it, and fills it in the end. */
static int fills_later(World *world, const Job *job, int cut) {
  if (cut || job->abandoned) return 0;
  Job *caller = waiting_caller(world, job);
  if (!caller || caller->fills != NOBODY) return 0;
  caller->fills = job->station;
  return 1;
}

static Job *reply(World *world, Job *job, int outcome) {
  Station *at = &world->stations[job->station];
  int32_t source = job->source, call = job->call;
  at->sum->outcomes[outcome]++;
  if (source != NOBODY) {
    note(world, DEPART, job->station, source, job->number, outcome);
    count_departure(world, world->now - job->born, outcome);
  } else {
    note(world, REPLY, job->station, call, job->number, outcome);
  }
  job->phase = OVER;
  leave(world, job);
  int cut = call != NOBODY && !job->abandoned &&
            at->sides != world->stations[world->calls[call].plan->station].sides;
  if (call != NOBODY && !cut) {
    disconnect(world, job);
    over(world, job);
  }
  if (job->has_server) release(world, job);
  if (job->fills != NOBODY) land(world, &world->stations[job->fills], job->key, outcome <= HIT);
  int missed = at->plan->cache_keys && outcome == OK && !at->plan->stages;
  if (missed && !fills_later(world, job, cut)) land(world, at, job->key, 0);
  if (cut) {
    note(world, LOST, job->station, call, job->number, 0);
    lose(world, job);
    return 0;
  }
  Job *caller = 0;
  if (source != NOBODY)
    think(world, source);
  else if (!job->abandoned)
    caller = settle(world, job, outcome <= HIT, outcome == HIT);
  free_job(world, job);
  return caller;
}

static void timed_out(World *world, Job *job) {
  if (job->abandoned) return;
  note(world, TIMEOUT, job->station, job->call, job->number, 0);
  job->abandoned = 1;
  disconnect(world, job);
  over(world, job);
  if (job->lost) job->phase = OVER;
  Job *caller = settle(world, job, 0, 0);
  if (job->lost) free_job(world, job);
  resume(world, caller);
}

static void retry_now(World *world, Job *job) {
  Call *call = &world->calls[job->call];
  const CallPlan *is = call->plan;
  if (is->asynchronous) {
    int gone = world->stations[is->station].crashed;
    if (!gone && send(world, job)) return;
    if (!gone) give_up(world, job);
    free_job(world, job);
    return;
  }
  Job *caller = waiting_caller(world, job);
  if (caller) {
    if (!lets_through(world, call))
      note(world, SHORT, is->station, job->call, caller->number, 0);
    else if (send(world, job))
      return;
    if (!is->optional) caller->failed = 1;
  }
  free_job(world, job);
  resume(world, caller);
}

/* No answer for a while: a second copy goes out, where the bulkhead has room. */
static void hedge_now(World *world, Job *job) {
  Call *call = &world->calls[job->call];
  int full = call->plan->in_flight_max >= 0 && call->in_flight >= call->plan->in_flight_max;
  if (job->abandoned || full || !waiting_caller(world, job)) return;
  Job *copy = next_attempt(world, job);
  if (!copy) return;
  copy->attempt = job->attempt;
  copy->is_hedge = 1;
  job->twin = copy->slot;
  copy->twin = job->slot;
  attempt(world, copy);
}

#endif
