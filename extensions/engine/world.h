/* What changes during a run: jobs, and the state of stations, calls and sources.
   atlas_core/sim/flow/oracle/state.py explains the fields. */
#ifndef ATLAS_WORLD_H
#define ATLAS_WORLD_H

#include "base/agenda.h"
#include "base/journal.h"
#include "program.h"

#define NOBODY (-1)
#define CHUNK_BITS 12
#define CHUNK (1 << CHUNK_BITS)
#define CHUNKS_MAX 16384
#define PRIORITIES 4
#define DEPTH_MAX 64
#define TOKENS_AT_START 10.0
#define TOKENS_MAX 100.0
#define OUTCOMES 9
#define WINDOWS 100
#define BUCKETS 1920

/* From DUE_COMPLETE on, an item is about a job. */
enum {
  DUE_CHANGE, DUE_ARRIVE, DUE_THINK, DUE_WAKE, DUE_SCALE, DUE_GROW, DUE_COMPLETE, DUE_DELIVER,
  DUE_TIMEOUT, DUE_RETRY, DUE_HEDGE, DUE_MISS
};
enum { AWAY, QUEUED, SERVING, CALLING, OVER };
enum { OK, HIT, FAILED, ERROR, REFUSED, CRASHED, DEEP, LIMITED, SHED };

typedef struct {
  int64_t number; /* 0: free */
  int64_t caller_number, born, paused, queued_at;
  uint64_t key;
  double work;
  int32_t slot, station, call, source, caller, origin;
  int32_t twin;  /* the other copy of a hedged attempt, while both are open */
  int32_t fills; /* the cache that is filled when this ends well */
  int32_t before, after; /* of all jobs of the station */
  int32_t ahead, behind; /* in its queue */
  int32_t stage, pending, attempt;
  uint8_t depth, priority, phase, has_server, connected, abandoned, lost, failed, hit, present;
  uint8_t is_hedge, in_flight;
} Job;

typedef struct {
  int64_t calls, starts, outcomes[OUTCOMES];
  double busy_area, waiting_area, present_area, time_sum; /* in ticks */
} StationSum;

typedef struct {
  double tokens;
  int64_t at;
} Bucket;

typedef struct Store Store;

typedef struct {
  /* The grain of a host's memory: so a station's place is a shift of its index. */
  _Alignas(16) const StationPlan *plan;
  Stream service, luck;
  int32_t head[PRIORITIES], tail[PRIORITIES], first, last;
  int64_t waiting, busy, present, connections, touched;
  int64_t crashed_at, pause_ticks;
  int64_t places; /* how many of its servers may work now */
  double slowness, capacity;
  double good, kept; /* the shares of work and of messages that no fault spoils */
  uint64_t sides; /* one bit for each partition whose side it is on */
  int64_t sides_at, held, servers, growing, busy_ticks, busy_at;
  uint8_t crashed, paused, flushed;
  uint8_t guarded; /* may refuse a request before it looks at it */
  int turn; /* the line that is next, where the sources take turns */
  Bucket *buckets;
  Store *store;
  StationSum *sum;
} Station;

typedef struct {
  const CallPlan *plan;
  Stream delay, luck;
  double kept; /* the share of messages that arrive */
  double tokens;
  uint64_t cursor;
  int64_t failures, open_until;
  int probing, waking;
  int64_t in_flight, waiting;
  int32_t first, last; /* in line at the bulkhead */
  Line timeouts;
} Call;

typedef struct {
  const SourcePlan *plan;
  Stream gaps, keys;
  int64_t segment;
  double at, keys_log, keys_span;
} Source;

typedef struct {
  int64_t arrived, good, bad;
  double time_sum;
} Window;

typedef struct {
  int64_t entries, jobs, requests, ended;
  Window windows[WINDOWS];
  int64_t buckets[BUCKETS];
} Sum;

typedef struct {
  Memory memory;
  Program program;
  Agenda agenda;
  Journal journal;
  Sum *sum;
  Window *window; /* of `sum`, the one of now */
  int64_t window_end;
  Station *stations;
  Call *calls;
  Source *sources;
  Job **chunks;
  int32_t free, slots;
  int64_t now, noted, jobs, requests;
} World;

static inline Job *job_at(World *world, int32_t slot) {
  return &world->chunks[slot >> CHUNK_BITS][slot & (CHUNK - 1)];
}

static inline void plan(World *world, int64_t tick, unsigned due, int64_t index, int64_t number) {
  push(&world->agenda, &world->memory, tick, next_order(&world->agenda, due), index, number);
}

static inline void note(World *world, uint8_t kind, int64_t node, int64_t peer, int64_t operation,
                        int64_t value) {
  Journal *journal = &world->journal;
  journal->total++;
  world->noted = world->now;
  if (!journal->record) return;
  uint64_t at = journal->count;
  journal->tick[at] = world->now;
  journal->kind[at] = kind;
  journal->node[at] = (int32_t)node;
  journal->peer[at] = (int32_t)peer;
  journal->operation[at] = operation;
  journal->value[at] = value;
  if (++journal->count == BLOCK) flush(journal, &world->memory);
}

/* A chunk of free jobs; 0 where memory has ended. */
NEVER_INLINE static int more_jobs(World *world) {
  int32_t chunk = world->slots >> CHUNK_BITS;
  Job *jobs = chunk < CHUNKS_MAX ? take(&world->memory, CHUNK * sizeof(Job)) : 0;
  if (!jobs) {
    world->memory.exhausted = 1;
    return 0;
  }
  world->chunks[chunk] = jobs;
  world->slots += CHUNK;
  for (int32_t i = CHUNK - 1; i >= 0; i--) {
    jobs[i].slot = (chunk << CHUNK_BITS) + i;
    jobs[i].after = world->free;
    world->free = jobs[i].slot;
  }
  return 1;
}

/* A new job with the next number; 0 where memory has ended, and the run ends with this event. */
static inline Job *new_job(World *world) {
  if (world->free == NOBODY && !more_jobs(world)) return 0;
  Job *job = job_at(world, world->free);
  int32_t slot = job->slot;
  world->free = job->after;
  __builtin_memset_inline(job, 0, sizeof(Job));
  job->slot = slot;
  job->number = ++world->jobs;
  job->call = job->source = job->caller = job->twin = job->fills = NOBODY;
  job->attempt = 1;
  job->work = 1.0;
  job->connected = 1;
  return job;
}

static void free_job(World *world, Job *job) {
  job->number = 0;
  job->after = world->free;
  world->free = job->slot;
}

/* Counts time at a station up to now; called before its numbers change. */
static inline void touch(World *world, Station *at) {
  int64_t ticks = world->now - at->touched;
  if (!ticks) return;
  at->touched = world->now;
  at->sum->busy_area += (double)(ticks * at->busy);
  at->sum->waiting_area += (double)(ticks * at->waiting);
  at->sum->present_area += (double)(ticks * at->present);
}

#endif
