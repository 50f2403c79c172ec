/* A job calls another station: attempts, time-outs, retries, breaker, load balancing.
   Function for function atlas_core/sim/flow/oracle/call.py. */
#ifndef ATLAS_CALL_H
#define ATLAS_CALL_H

#include "station.h"
#include "sum.h"

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

static void disconnect(World *world, Job *job) {
  if (!job->connected) return;
  job->connected = 0;
  world->stations[job->station].connections--;
}

static inline int known_down(const Station *at, int64_t seen) {
  return at->crashed && at->crashed_at <= seen;
}

/* The target with this number among those that are taken for alive. */
static int64_t nth_alive(World *world, const CallPlan *is, int64_t seen, int all, int64_t number) {
  const int64_t *targets = world->program.targets + is->first_target;
  for (int64_t i = 0; i < is->targets; i++)
    if ((all || !known_down(&world->stations[targets[i]], seen)) && number-- == 0)
      return targets[i];
  return targets[0];
}

static int64_t any_of(Call *call, int64_t count) {
  int64_t index = (int64_t)(uniform(&call->luck) * (double)count);
  return index < count ? index : count - 1;
}

static int64_t pick(World *world, Call *call, int64_t index, const Job *job) {
  const CallPlan *is = call->plan;
  const int64_t *targets = world->program.targets + is->first_target;
  if (is->targets == 1) return targets[0];
  int64_t seen = world->now - is->detection, alive = 0;
  for (int64_t i = 0; i < is->targets; i++)
    alive += !known_down(&world->stations[targets[i]], seen);
  int all = alive == 0;
  if (all) alive = is->targets;
  if (is->balance == RANDOM) return nth_alive(world, is, seen, all, any_of(call, alive));
  if (is->balance == TWO_CHOICES) {
    int64_t one = nth_alive(world, is, seen, all, any_of(call, alive));
    int64_t other = nth_alive(world, is, seen, all, any_of(call, alive));
    int fewer = world->stations[other].connections < world->stations[one].connections;
    return fewer ? other : one;
  }
  if (is->balance == HASH) {
    uint64_t spot = mixed(job->key + (uint64_t)index) % (uint64_t)alive;
    return nth_alive(world, is, seen, all, (int64_t)spot);
  }
  int64_t turn = (int64_t)(call->cursor++ % (uint64_t)alive);
  int64_t best = nth_alive(world, is, seen, all, turn);
  if (is->balance == ROUND_ROBIN) return best;
  for (int64_t i = 1; i < alive; i++) {
    int64_t other = nth_alive(world, is, seen, all, (turn + i) % alive);
    if (world->stations[other].connections < world->stations[best].connections) best = other;
  }
  return best;
}

/* The index of a time-out's item holds the call above the slot: the job may be over by then. */
static void plan_timeout(World *world, Call *call, const Job *job) {
  int64_t index = (int64_t)job->call << 32 | job->slot;
  Item item = planned(&world->agenda, world->now + call->plan->timeout, DUE_TIMEOUT, index,
                      job->number);
  if (call->timeouts.armed) {
    line_up(&call->timeouts, &world->memory, item);
  } else {
    call->timeouts.armed = 1;
    push(&world->agenda, &world->memory, item);
  }
}

/* One time-out of the call has had its turn: the next that still matters goes on the agenda. */
static void arm_next(World *world, Call *call) {
  Line *line = &call->timeouts;
  line->armed = 0;
  while (line->count && !line->armed) {
    Item item = step_up(line);
    line->armed = job_at(world, (int32_t)item.index)->number == item.number;
    if (line->armed) push(&world->agenda, &world->memory, item);
  }
}

static void attempt(World *world, Job *job, int64_t caller) {
  int64_t index = job->call;
  Call *call = &world->calls[index];
  const CallPlan *is = call->plan;
  job->station = (int32_t)pick(world, call, index, job);
  Station *at = &world->stations[job->station];
  note(world, job->attempt == 1 ? CALL : RETRY, job->station, index, job->number,
       job->number - caller);
  at->connections++;
  if (is->timeout >= 0) plan_timeout(world, call, job);
  double loss = 1.0 - (1.0 - is->loss) * (1.0 - call->loss) * (1.0 - at->loss);
  if (chance(&call->luck, loss)) {
    job->lost = 1;
    note(world, LOST, job->station, index, job->number, 0);
  } else if (!is->delayed) {
    deliver(world, job);
  } else {
    double delay = draw(&world->program, &is->delay, &call->delay);
    plan(world, world->now + whole_ticks(delay), DUE_DELIVER, job->slot, job->number);
  }
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
  job->priority = caller->priority;
  job->key = caller->key;
  if (is->budget >= 0.0) {
    double tokens = call->tokens + is->budget;
    call->tokens = tokens < TOKENS_MAX ? tokens : TOKENS_MAX;
  }
  if (!is->asynchronous) {
    job->caller = caller->slot;
    job->caller_number = caller->number;
    caller->pending++;
  }
  if (lets_through(world, call)) {
    attempt(world, job, caller->number);
    return;
  }
  note(world, SHORT, is->station, index, caller->number, 0);
  free_job(world, job);
  caller->pending--;
  if (!is->optional) caller->failed = 1;
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
  Job *following = new_job(world);
  if (!following) return 1;
  following->call = job->call;
  following->caller = job->caller;
  following->caller_number = job->caller_number;
  following->depth = job->depth;
  following->priority = job->priority;
  following->key = job->key;
  following->attempt = job->attempt + 1;
  plan(world, world->now + whole_ticks(wait), DUE_RETRY, following->slot, following->number);
  return 1;
}

/* The job's caller, where it still waits for anything. */
static Job *waiting_caller(World *world, const Job *job) {
  if (job->caller == NOBODY) return 0;
  Job *caller = job_at(world, job->caller);
  return caller->number == job->caller_number && caller->phase != OVER ? caller : 0;
}

static Job *settle(World *world, Job *job, int good, int hit) {
  Call *call = &world->calls[job->call];
  count_for_breaker(world, call, job->call, good);
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

static Job *reply(World *world, Job *job, int outcome) {
  int32_t source = job->source;
  world->stations[job->station].sum->outcomes[outcome]++;
  if (source != NOBODY) {
    note(world, DEPART, job->station, source, job->number, outcome);
    count_departure(world, world->now - job->born, outcome);
  } else {
    note(world, REPLY, job->station, job->call, job->number, outcome);
  }
  job->phase = OVER;
  leave(world, job);
  if (source == NOBODY) disconnect(world, job);
  if (job->has_server) release(world, job);
  Job *caller = 0;
  if (source != NOBODY)
    think(world, source);
  else if (!job->abandoned)
    caller = settle(world, job, outcome <= HIT, outcome == HIT);
  free_job(world, job);
  return caller;
}

static void timed_out(World *world, Job *job) {
  note(world, TIMEOUT, job->station, job->call, job->number, 0);
  job->abandoned = 1;
  disconnect(world, job);
  if (job->lost) job->phase = OVER;
  Job *caller = settle(world, job, 0, 0);
  if (job->lost) free_job(world, job);
  resume(world, caller);
}

static void retry_now(World *world, Job *job) {
  Call *call = &world->calls[job->call];
  Job *caller = waiting_caller(world, job);
  if (!caller) {
    free_job(world, job);
  } else if (lets_through(world, call)) {
    attempt(world, job, caller->number);
  } else {
    note(world, SHORT, call->plan->station, job->call, caller->number, 0);
    free_job(world, job);
    if (!call->plan->optional) caller->failed = 1;
    resume(world, caller);
  }
}

#endif
