/* A cache that remembers keys: look-up, filling, and one flight for each missing key.
   Function for function atlas_core/sim/flow/oracle/cache.py; the store is a chained hash table whose
   slots also form a list, the least recently used first. */
#ifndef ATLAS_CACHE_H
#define ATLAS_CACHE_H

#include "world.h"

#define FOR_EVER (1LL << 62)
#define FLIGHT_CHAINS 256

static void finish(World *world, Job *job, int outcome);

typedef struct {
  uint64_t key;
  int64_t last;
  int32_t chain, older, newer;
} Slot;

typedef struct Flight {
  uint64_t key;
  int32_t first, last; /* who waits, by the links of a queue */
  struct Flight *chain;
} Flight;

struct Store {
  Slot *slots;
  int32_t *chains;
  uint64_t mask;
  int64_t count, used, capacity;
  int32_t free, oldest, newest;
  Flight *flights[FLIGHT_CHAINS], *spare;
};

static void empty_store(Store *store) {
  for (uint64_t i = 0; i <= store->mask; i++) store->chains[i] = NOBODY;
  store->count = store->used = 0;
  store->free = store->oldest = store->newest = NOBODY;
}

static void empty_flights(Store *store) {
  for (int i = 0; i < FLIGHT_CHAINS; i++) {
    while (store->flights[i]) {
      Flight *flight = store->flights[i];
      store->flights[i] = flight->chain;
      flight->chain = store->spare;
      store->spare = flight;
    }
  }
}

static Store *make_store(Memory *memory, int64_t capacity) {
  uint64_t chains = 16;
  while (chains < (uint64_t)capacity) chains *= 2;
  Store *store = take(memory, sizeof(Store));
  Slot *slots = take(memory, (uint64_t)capacity * sizeof(Slot));
  int32_t *heads = take(memory, chains * sizeof(int32_t));
  if (!store || !slots || !heads) return 0;
  store->slots = slots;
  store->chains = heads;
  store->mask = chains - 1;
  store->capacity = capacity;
  empty_store(store);
  return store;
}

static void unlink_slot(Store *store, int32_t at) {
  Slot *slot = &store->slots[at];
  if (slot->older == NOBODY) store->oldest = slot->newer;
  else store->slots[slot->older].newer = slot->newer;
  if (slot->newer == NOBODY) store->newest = slot->older;
  else store->slots[slot->newer].older = slot->older;
}

static void make_newest(Store *store, int32_t at) {
  Slot *slot = &store->slots[at];
  slot->older = store->newest;
  slot->newer = NOBODY;
  if (store->newest == NOBODY) store->oldest = at;
  else store->slots[store->newest].newer = at;
  store->newest = at;
}

static int32_t find_slot(const Store *store, uint64_t key) {
  int32_t at = store->chains[mixed(key) & store->mask];
  while (at != NOBODY && store->slots[at].key != key) at = store->slots[at].chain;
  return at;
}

static void drop_slot(Store *store, int32_t at) {
  int32_t *link = &store->chains[mixed(store->slots[at].key) & store->mask];
  while (*link != at) link = &store->slots[*link].chain;
  *link = store->slots[at].chain;
  unlink_slot(store, at);
  store->slots[at].chain = store->free;
  store->free = at;
  store->count--;
}

/* Whether the key is there and not too old; then it is the most recently used. */
static int finds(World *world, Store *store, uint64_t key) {
  int32_t at = find_slot(store, key);
  if (at == NOBODY) return 0;
  if (store->slots[at].last <= world->now) {
    drop_slot(store, at);
    return 0;
  }
  unlink_slot(store, at);
  make_newest(store, at);
  return 1;
}

static void keep(World *world, Station *at, uint64_t key) {
  Store *store = at->store;
  int64_t last = FOR_EVER;
  double ttl = at->plan->cache_ttl;
  if (ttl >= 0.0) {
    double jitter = at->plan->cache_jitter;
    if (jitter > 0.0) ttl = ttl * (1.0 - jitter * uniform(&at->luck));
    last = world->now + whole_ticks(ttl);
  }
  int32_t slot = find_slot(store, key);
  if (slot != NOBODY) {
    unlink_slot(store, slot);
  } else {
    if (store->count >= store->capacity) drop_slot(store, store->oldest);
    if (store->free != NOBODY) {
      slot = store->free;
      store->free = store->slots[slot].chain;
    } else {
      slot = (int32_t)store->used++;
    }
    int32_t *head = &store->chains[mixed(key) & store->mask];
    store->slots[slot].key = key;
    store->slots[slot].chain = *head;
    *head = slot;
    store->count++;
  }
  store->slots[slot].last = last;
  make_newest(store, slot);
}

static Flight **find_flight(Store *store, uint64_t key) {
  Flight **link = &store->flights[mixed(key) & (FLIGHT_CHAINS - 1)];
  while (*link && (*link)->key != key) link = &(*link)->chain;
  return link;
}

/* Whether somebody asks for the key already; if not, this job does from now on. */
static int waits_for_another(World *world, Station *at, const Job *job) {
  if (!at->plan->cache_one_flight) return 0;
  Store *store = at->store;
  if (*find_flight(store, job->key)) return 1;
  Flight *flight = store->spare;
  if (flight) store->spare = flight->chain;
  else flight = take(&world->memory, sizeof(Flight));
  if (!flight) return 0;
  Flight **head = &store->flights[mixed(job->key) & (FLIGHT_CHAINS - 1)];
  *flight = (Flight){.key = job->key, .first = NOBODY, .last = NOBODY, .chain = *head};
  *head = flight;
  return 0;
}

static void park(World *world, Station *at, Job *job) {
  note(world, PARKED, job->station, NOBODY, job->number, 0);
  Flight *flight = *find_flight(at->store, job->key);
  job->behind = NOBODY;
  if (flight->last == NOBODY) flight->first = job->slot;
  else job_at(world, flight->last)->behind = job->slot;
  flight->last = job->slot;
}

/* Who missed the key is answered: the cache has it now, or the next one has to ask. */
static void land(World *world, Station *at, uint64_t key, int good) {
  Store *store = at->store;
  if (good && !at->crashed) keep(world, at, key);
  Flight **link = find_flight(store, key), *flight = *link;
  if (!flight) return;
  int32_t first = flight->first;
  if (good || first == NOBODY) {
    *link = flight->chain;
    flight->chain = store->spare;
    store->spare = flight;
    while (first != NOBODY) {
      Job *job = job_at(world, first);
      first = job->behind;
      finish(world, job, HIT);
    }
    return;
  }
  Job *next = job_at(world, first);
  flight->first = next->behind;
  if (flight->first == NOBODY) flight->last = NOBODY;
  plan(world, world->now, DUE_MISS, next->slot, next->number);
}

#endif
