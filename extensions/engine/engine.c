/* The run: the agenda is worked off until time, entries or memory are used up.
   atlas_core/sim/flow/oracle/run.py, and the doors for the host:
   flow_open, flow_run, flow_sum, flow_stations. */
#include "call.h"

enum { GOES_ON, ENDED_TIME, ENDED_ENTRIES, ENDED_MEMORY };

#ifdef __wasm__
#define DOOR(name) __attribute__((export_name(#name)))
#else
#define DOOR(name) __attribute__((visibility("default")))
#endif

static void plan_arrival(World *world, int64_t index) {
  Source *source = &world->sources[index];
  const SourcePlan *is = source->plan;
  const Segment *segments = world->program.segments + is->first_segment;
  double work = is->regular ? 1.0 : exponential(&source->gaps);
  while (source->segment < is->segments) {
    double rate = segments[source->segment].rate;
    int last = source->segment + 1 == is->segments;
    int64_t end = last ? world->program.head->end + 1 : segments[source->segment + 1].start;
    double room = ((double)end - source->at) * rate;
    if (work <= room && rate > 0.0) {
      source->at += work / rate;
      plan(world, (int64_t)source->at, DUE_ARRIVE, index, 0);
      return;
    }
    work -= room;
    source->at = (double)end;
    source->segment++;
  }
}

/* One of so many keys, the first asked for most; the oracle's `key_of` names the source. */
static uint64_t key_of(Source *source) {
  const SourcePlan *is = source->plan;
  if (!is->keys) return next_word(&source->keys);
  double part = uniform(&source->keys), x;
  if (is->skew == 1.0)
    x = natural_exp(part * source->keys_log);
  else
    x = natural_exp(natural_log(1.0 + part * source->keys_span) / (1.0 - is->skew));
  int64_t key = (int64_t)x;
  if (key > is->keys) key = is->keys;
  return mixed((uint64_t)(key < 1 ? 1 : key));
}

static void arrive(World *world, int64_t index) {
  Source *source = &world->sources[index];
  const SourcePlan *is = source->plan;
  if (world->requests >= world->program.head->requests_max) return;
  world->requests++;
  if (!is->users) plan_arrival(world, index);
  Job *job = new_job(world);
  if (!job) return;
  job->station = (int32_t)is->target;
  job->source = (int32_t)index;
  job->priority = (uint8_t)is->priority;
  job->work = is->work;
  job->origin = (int32_t)index;
  if (!chance(&source->keys, is->hot_ratio)) job->key = key_of(source);
  note(world, ARRIVE, is->target, index, job->number, is->priority);
  count_arrival(world);
  deliver(world, job);
}

static void set_loss(Call *call, double fault) {
  call->kept = (1.0 - call->plan->loss) * (1.0 - fault);
}

static void set_error(Station *at, double fault) {
  at->good = (1.0 - at->plan->error_ratio) * (1.0 - fault);
}

static void change_fault(World *world, const Change *change) {
  int on = change->begins != 0;
  double share = on ? change->amount : 0.0;
  note(world, FAULT, change->station < 0 ? 0 : change->station, change->fault, 0, on);
  if (change->kind == PARTITION) {
    for (int64_t i = 0; i < change->sides; i++) {
      Station *side = &world->stations[world->program.sides[change->first_side + i]];
      side->sides ^= 1ULL << change->fault;
      side->sides_at = world->now;
    }
    return;
  }
  if (change->station < 0) {
    if (change->call >= 0) set_loss(&world->calls[change->call], share);
    return;
  }
  Station *at = &world->stations[change->station];
  switch (change->kind) {
    case CRASH:
      if (on)
        crash(world, at);
      else
        set_crashed(at, 0);
      break;
    case PAUSE:
      at->paused = on;
      if (on) at->pause_ticks += change->ticks;
      count_places(at);
      fill(world, at);
      break;
    case SLOW:
      at->slowness = on ? change->amount : 1.0;
      break;
    case ERROR_RATIO:
      set_error(at, share);
      break;
    case LOSS:
      at->kept = 1.0 - share;
      break;
    case CAPACITY:
      at->capacity = on ? change->amount : 1.0;
      count_places(at);
      fill(world, at);
      break;
    default:
      at->flushed = on;
      if (on && at->store) empty_store(at->store);
  }
}

/* Servers, buckets and store of a station. */
static void make_defences(World *world, Station *at) {
  const StationPlan *is = at->plan;
  at->servers = is->servers;
  at->guarded = is->limit_burst || is->shed_waiting >= 0 || is->queue_max >= 0;
  if (is->scale_max) {
    if (at->servers < is->scale_min) at->servers = is->scale_min;
    if (at->servers > is->scale_max) at->servers = is->scale_max;
  }
  if (is->cache_keys) at->store = make_store(&world->memory, is->cache_keys);
  if (!is->limit_burst) return;
  int64_t buckets = is->limit_each ? world->program.head->sources : 1;
  at->buckets = take(&world->memory, (uint64_t)buckets * sizeof(Bucket));
  for (int64_t i = 0; i < buckets && at->buckets; i++) at->buckets[i].tokens = (double)is->limit_burst;
}

static int make_states(World *world, StationSum *sums) {
  const Program *program = &world->program;
  const Head *head = program->head;
  uint64_t seed = (uint64_t)head->seed;
  for (int64_t i = 0; i < head->stations; i++) {
    Station *at = &world->stations[i];
    at->plan = &program->stations[i];
    at->service = stream(seed, 4 * (uint64_t)i);
    at->luck = stream(seed, 4 * (uint64_t)i + 1);
    for (int level = 0; level < PRIORITIES; level++) at->head[level] = at->tail[level] = NOBODY;
    at->first = at->last = NOBODY;
    at->slowness = at->capacity = at->kept = 1.0;
    at->sum = &sums[i];
    set_error(at, 0.0);
    make_defences(world, at);
    count_places(at);
  }
  for (int64_t i = 0; i < head->calls; i++) {
    Call *call = &world->calls[i];
    call->plan = &program->calls[i];
    call->delay = stream(seed, 4 * (uint64_t)i + 2);
    call->luck = stream(seed, 4 * (uint64_t)i + 3);
    call->tokens = TOKENS_AT_START;
    set_loss(call, 0.0);
    call->first = call->last = NOBODY;
  }
  for (int64_t i = 0; i < head->sources; i++) {
    Source *source = &world->sources[i];
    source->plan = &program->sources[i];
    source->gaps = stream(seed, (1ULL << 32) + 2 * (uint64_t)i);
    source->keys = stream(seed, (1ULL << 32) + 2 * (uint64_t)i + 1);
    const SourcePlan *is = source->plan;
    if (!is->keys) continue;
    source->keys_log = natural_log((double)(is->keys + 1));
    if (is->skew != 1.0) source->keys_span = natural_exp((1.0 - is->skew) * source->keys_log) - 1.0;
  }
  return !world->memory.exhausted;
}

static void plan_first(World *world) {
  const Head *head = world->program.head;
  for (int64_t i = 0; i < head->changes; i++)
    plan(world, world->program.changes[i].tick, DUE_CHANGE, i, 0);
  for (int64_t i = 0; i < head->stations; i++) {
    const StationPlan *is = &world->program.stations[i];
    if (is->scale_max) plan(world, is->scale_every, DUE_SCALE, i, 0);
  }
  for (int64_t i = 0; i < head->sources; i++) {
    int64_t users = world->program.sources[i].users;
    for (int64_t user = 0; user < users; user++) think(world, i);
    if (!users) plan_arrival(world, i);
  }
}

static World *open_world(Host host, const int64_t *words, uint64_t count) {
  Memory memory = {.host = host};
  build_ziggurat();
  World *world = take(&memory, sizeof(World));
  if (!world || !read_program(&world->program, words, count)) return 0;
  const Head *head = world->program.head;
  world->memory = memory;
  world->journal.record = head->record != 0;
  world->free = NOBODY;
  world->stations = take(&world->memory, (uint64_t)head->stations * sizeof(Station));
  world->calls = take(&world->memory, (uint64_t)head->calls * sizeof(Call));
  world->sources = take(&world->memory, (uint64_t)head->sources * sizeof(Source));
  world->chunks = take(&world->memory, CHUNKS_MAX * sizeof(Job *));
  world->sum = take(&world->memory, sizeof(Sum));
  world->window_end = window_ticks(world);
  StationSum *sums = take(&world->memory, (uint64_t)head->stations * sizeof(StationSum));
  if (world->memory.exhausted || !make_states(world, sums)) return 0;
  world->window = world->sum->windows;
  plan_first(world);
  return world;
}

/* Whether the item is about a job that is over. A time-out makes room for the next of its call. */
static int is_over(World *world, const Item *item) {
  unsigned due = item->order & 15;
  if (due == DUE_TIMEOUT) arm_next(world, &world->calls[item->index >> 32]);
  return due >= DUE_COMPLETE && job_at(world, (int32_t)item->index)->number != item->number;
}

/* What is about no job. */
static void work_off_other(World *world, unsigned due, int64_t index) {
  if (due == DUE_CHANGE)
    change_fault(world, &world->program.changes[index]);
  else if (due == DUE_WAKE)
    wake(world, &world->calls[index]);
  else if (due == DUE_SCALE)
    look(world, index);
  else if (due == DUE_GROW)
    grow(world, index & ((1 << STATION_BITS) - 1), index >> STATION_BITS);
  else
    arrive(world, index);
}

static void work_off(World *world, const Item *item) {
  unsigned due = item->order & 15;
  if (due < DUE_COMPLETE) {
    work_off_other(world, due, item->index);
    return;
  }
  Job *job = job_at(world, (int32_t)item->index);
  if (due == DUE_COMPLETE) {
    complete(world, job);
  } else if (due == DUE_DELIVER) {
    note(world, DELIVER, job->station, NOBODY, job->number, 0);
    deliver(world, job);
  } else if (due == DUE_TIMEOUT) {
    timed_out(world, job);
  } else if (due == DUE_RETRY) {
    retry_now(world, job);
  } else if (due == DUE_HEDGE) {
    hedge_now(world, job);
  } else {
    missed(world, job);
  }
}

static int64_t close_run(World *world, int64_t ended) {
  flush(&world->journal, &world->memory);
  world->now = ended == ENDED_TIME ? world->program.head->end : world->noted;
  for (int64_t i = 0; i < world->program.head->stations; i++) touch(world, &world->stations[i]);
  world->sum->entries = world->journal.total;
  world->sum->jobs = world->jobs;
  world->sum->requests = world->requests;
  world->sum->ended = ended;
  return ended;
}

/* Works off at most `items` of the agenda. 0: there is more to do; else why the run ended. */
DOOR(flow_run) int64_t flow_run(World *world, int64_t items) {
  const Head *head = world->program.head;
  while (items-- > 0) {
    if (world->memory.exhausted) return close_run(world, ENDED_MEMORY);
    if (is_empty(&world->agenda)) break;
    Item item = pop(&world->agenda);
    if (item.tick > head->end) break;
    if (is_over(world, &item)) continue;
    if (world->journal.total >= head->entries_max) return close_run(world, ENDED_ENTRIES);
    world->now = item.tick;
    work_off(world, &item);
  }
  return items < 0 ? GOES_ON : close_run(world, ENDED_TIME);
}

/* The sums of the run: the words of `Sum`. Valid once the run has ended. */
DOOR(flow_sum) const Sum *flow_sum(const World *world) { return world->sum; }

/* One `StationSum` for each station, in order. */
DOOR(flow_stations) const StationSum *flow_stations(const World *world) {
  return world->stations[0].sum;
}

#ifdef __wasm__

__attribute__((import_module("host"), import_name("grow"))) void *host_grow(uint64_t bytes);
__attribute__((import_module("host"), import_name("emit"))) void host_emit(const uint8_t *data,
                                                                           uint64_t bytes);

DOOR(flow_open) World *flow_open(const int64_t *words, uint64_t count) {
  return open_world((Host){host_grow, host_emit}, words, count);
}

#else

/* A run of the program, which must stay where it is; 0 where it is none, or memory is short. */
DOOR(flow_open) World *flow_open(const Host *host, const int64_t *words, uint64_t count) {
  return open_world(*host, words, count);
}

#endif

/* The compiler may put calls of these where it copies or clears a struct. */
void *memset(void *start, int value, __SIZE_TYPE__ bytes) {
  volatile uint8_t *at = start;
  while (bytes--) *at++ = (uint8_t)value;
  return start;
}

void *memcpy(void *restrict to, const void *restrict from, __SIZE_TYPE__ bytes) {
  uint8_t *at = to;
  const uint8_t *source = from;
  for (__SIZE_TYPE__ i = 0; i < bytes; i++) {
    at[i] = source[i];
    __asm__ volatile("");
  }
  return to;
}
