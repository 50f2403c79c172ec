/* Which of several targets a call goes to.
   Function for function atlas_core/sim/flow/oracle/balance.py. */
#ifndef ATLAS_BALANCE_H
#define ATLAS_BALANCE_H

#include "world.h"

/* Whether the target had crashed, or was cut off from the caller, by the tick `seen`. */
static inline int known_down(const Station *here, const Station *at, int64_t seen) {
  if (at->crashed && at->crashed_at <= seen) return 1;
  if (at->sides == here->sides) return 0;
  return at->sides_at <= seen && here->sides_at <= seen;
}

/* Which targets may be picked: all that `known` does not rule out. */
typedef struct {
  const int64_t *targets;
  const Station *here;
  int64_t count, seen, not_this;
  int all;
} Choice;

static inline int may_be(World *world, const Choice *choice, int64_t spot) {
  int64_t target = choice->targets[spot];
  if (target == choice->not_this) return 0;
  return choice->all || !known_down(choice->here, &world->stations[target], choice->seen);
}

static int64_t count_choice(World *world, const Choice *choice) {
  int64_t found = 0;
  for (int64_t i = 0; i < choice->count; i++) found += may_be(world, choice, i);
  return found;
}

/* The spot with this number among those that may be picked. */
static int64_t nth_spot(World *world, const Choice *choice, int64_t number) {
  for (int64_t i = 0; i < choice->count; i++)
    if (may_be(world, choice, i) && number-- == 0) return i;
  return 0;
}

static int64_t any_of(Call *call, int64_t count) {
  int64_t index = (int64_t)(uniform(&call->luck) * (double)count);
  return index < count ? index : count - 1;
}

static int64_t best_hash(World *world, const Choice *choice, uint64_t own) {
  int64_t best = -1;
  uint64_t most = 0;
  for (int64_t i = 0; i < choice->count; i++) {
    if (!may_be(world, choice, i)) continue;
    uint64_t weight = mixed(own ^ mixed((uint64_t)i + 1));
    if (best < 0 || weight > most) {
      best = i;
      most = weight;
    }
  }
  return best;
}

static inline int64_t connections(World *world, const Choice *choice, int64_t spot) {
  return world->stations[choice->targets[spot]].connections;
}

static int64_t pick_spot(World *world, Call *call, int64_t index, const Job *job,
                         const Choice *choice, int64_t alive) {
  switch (call->plan->balance) {
    case RANDOM:
      return nth_spot(world, choice, any_of(call, alive));
    case TWO_CHOICES: {
      int64_t one = nth_spot(world, choice, any_of(call, alive));
      int64_t other = nth_spot(world, choice, any_of(call, alive));
      int fewer = connections(world, choice, other) < connections(world, choice, one);
      return fewer ? other : one;
    }
    case HASH:
      return best_hash(world, choice, job->key + (uint64_t)index);
    case FAILOVER:
      return nth_spot(world, choice, 0);
  }
  int64_t turn = (int64_t)(call->cursor++ % (uint64_t)alive);
  int64_t best = nth_spot(world, choice, turn);
  if (call->plan->balance == ROUND_ROBIN) return best;
  for (int64_t i = 1; i < alive; i++) {
    int64_t other = nth_spot(world, choice, (turn + i) % alive);
    if (connections(world, choice, other) < connections(world, choice, best)) best = other;
  }
  return best;
}

static int64_t pick(World *world, Call *call, int64_t index, const Job *job) {
  const CallPlan *is = call->plan;
  Choice choice = {.targets = world->program.targets + is->first_target,
                   .here = &world->stations[is->station],
                   .count = is->targets,
                   .seen = world->now - is->detection,
                   .not_this = NOBODY};
  if (is->targets == 1) return choice.targets[0];
  int64_t alive = count_choice(world, &choice);
  if (job->twin != NOBODY && alive) {
    choice.not_this = job_at(world, job->twin)->station;
    int64_t others = count_choice(world, &choice);
    if (others) alive = others;
    else choice.not_this = NOBODY;
  }
  if (!alive) {
    choice.all = 1;
    alive = is->targets;
  }
  return choice.targets[pick_spot(world, call, index, job, &choice, alive)];
}

#endif
