/* The layout of a program: rows of 8-byte words, written by atlas_core/sim/flow/program.py. */
#ifndef ATLAS_PROGRAM_H
#define ATLAS_PROGRAM_H

#include "base/number.h"

#define PROGRAM_VERSION 2

typedef struct {
  int64_t version, seed, end, requests_max, entries_max, record;
  int64_t stations, stages, calls, targets, sources, segments, changes, sides, values;
} Head;

enum { CONSTANT, EXPONENTIAL, ERLANG, HYPEREXPONENTIAL, LOGNORMAL, EMPIRICAL };

typedef struct {
  int64_t kind;
  double a, b, c;
} Duration;

enum { FIFO, LIFO, PRIORITY, FAIR };

typedef struct {
  int64_t servers, queue_max, discipline, holds_server, instant, first_stage, stages;
  double hit_ratio, error_ratio;
  int64_t limit_burst, limit_each; /* burst 0: no limit */
  double limit_rate;               /* tokens a tick */
  int64_t shed_waiting, shed_priority;
  double waited_max;                  /* ticks; -1: for ever */
  int64_t cache_keys, cache_one_flight; /* keys 0: no cache of keys */
  double cache_ttl, cache_jitter;       /* ticks; -1: for ever */
  int64_t scale_min, scale_max, scale_every, scale_lag; /* max 0: no autoscaler */
  double scale_target;
  Duration service;
} StationPlan;

typedef struct {
  int64_t first_call, calls;
} StagePlan;

enum { ROUND_ROBIN, RANDOM, LEAST_CONNECTIONS, TWO_CHOICES, HASH, FAILOVER };

typedef struct {
  int64_t station, first_target, targets, asynchronous, only_on_miss, optional, balance;
  int64_t detection, delayed, timeout, attempts_max, breaker_failures, breaker_open;
  double probability, loss, backoff, factor, backoff_max, jitter, budget;
  Duration delay;
  int64_t in_flight_max, line_max, hedge, dead_letter; /* -1: none */
} CallPlan;

typedef struct {
  int64_t target, users, regular, priority, first_segment, segments, keys;
  double hot_ratio, skew, work;
  Duration think;
} SourcePlan;

typedef struct {
  int64_t start;
  double rate;
} Segment;

enum { CRASH, PAUSE, SLOW, ERROR_RATIO, LOSS, CAPACITY, FLUSH, SPIKE, PARTITION };

typedef struct {
  int64_t tick, fault, kind, station, call, begins, ticks, first_side, sides;
  double amount;
} Change;

typedef struct {
  const Head *head;
  const StationPlan *stations;
  const StagePlan *stages;
  const CallPlan *calls;
  const int64_t *targets;
  const SourcePlan *sources;
  const Segment *segments;
  const Change *changes;
  const int64_t *sides;
  const double *values;
} Program;

/* Where the tables lie; 0 where `words` is not what the head announces. */
static int read_program(Program *program, const int64_t *words, uint64_t count) {
  const Head *head = (const Head *)words;
  if (count < sizeof(Head) / 8 || head->version != PROGRAM_VERSION) return 0;
  const int64_t *at = words + sizeof(Head) / 8;
  program->head = head;
  program->stations = (const StationPlan *)at;
  at += head->stations * (int64_t)(sizeof(StationPlan) / 8);
  program->stages = (const StagePlan *)at;
  at += head->stages * (int64_t)(sizeof(StagePlan) / 8);
  program->calls = (const CallPlan *)at;
  at += head->calls * (int64_t)(sizeof(CallPlan) / 8);
  program->targets = at;
  at += head->targets;
  program->sources = (const SourcePlan *)at;
  at += head->sources * (int64_t)(sizeof(SourcePlan) / 8);
  program->segments = (const Segment *)at;
  at += head->segments * (int64_t)(sizeof(Segment) / 8);
  program->changes = (const Change *)at;
  at += head->changes * (int64_t)(sizeof(Change) / 8);
  program->sides = at;
  at += head->sides;
  program->values = (const double *)at;
  at += head->values;
  return (uint64_t)(at - words) == count;
}

NEVER_INLINE static double draw_other(const Program *program, const Duration *duration,
                                      Stream *state) {
  switch (duration->kind) {
    case ERLANG: {
      double total = 0.0;
      for (int64_t i = 0; i < (int64_t)duration->b; i++) total += exponential(state);
      return duration->a * total;
    }
    case HYPEREXPONENTIAL: {
      double mean = uniform(state) < duration->a ? duration->b : duration->c;
      return mean * exponential(state);
    }
    case LOGNORMAL:
      return duration->a * natural_exp(duration->b * normal(state));
    default: {
      int64_t count = (int64_t)duration->b;
      int64_t index = (int64_t)(uniform(state) * (double)count);
      if (index > count - 1) index = count - 1;
      return program->values[(int64_t)duration->a + index];
    }
  }
}

/* A duration in ticks, not yet rounded. */
static inline double draw(const Program *program, const Duration *duration, Stream *state) {
  if (duration->kind == EXPONENTIAL) return duration->a * exponential(state);
  if (duration->kind == CONSTANT) return duration->a;
  return draw_other(program, duration, state);
}

#endif
