/* What comes next: a heap with four children a node, ordered by tick, then by order of planning. */
#ifndef ATLAS_AGENDA_H
#define ATLAS_AGENDA_H

#include "host.h"

typedef struct {
  int64_t tick;
  uint64_t order; /* sequence << 3 | what is due */
  int64_t number; /* the job's number: it may be over by then */
  int64_t index;  /* its slot; or which change, source */
} Item;

typedef struct {
  Item *items;
  uint64_t count, room, sequence;
} Agenda;

static inline int before(const Item *one, const Item *other) {
  return one->tick < other->tick || (one->tick == other->tick && one->order < other->order);
}

static int make_room(Agenda *agenda, Memory *memory) {
  uint64_t room = agenda->room ? 2 * agenda->room : 1024;
  Item *items = take(memory, room * sizeof(Item));
  if (!items) return 0;
  for (uint64_t i = 0; i < agenda->count; i++) items[i] = agenda->items[i];
  agenda->items = items;
  agenda->room = room;
  return 1;
}

static void push(Agenda *agenda, Memory *memory, int64_t tick, unsigned due, int64_t index,
                 int64_t number) {
  if (agenda->count == agenda->room && !make_room(agenda, memory)) return;
  Item item = {tick, agenda->sequence++ << 3 | due, number, index};
  uint64_t at = agenda->count++;
  Item *items = agenda->items;
  while (at) {
    uint64_t parent = (at - 1) >> 2;
    if (!before(&item, &items[parent])) break;
    items[at] = items[parent];
    at = parent;
  }
  items[at] = item;
}

static Item pop(Agenda *agenda) {
  Item *items = agenda->items;
  Item first = items[0], item = items[--agenda->count];
  uint64_t at = 0, count = agenda->count;
  for (;;) {
    uint64_t child = 4 * at + 1, best = child;
    if (child >= count) break;
    uint64_t last = child + 4 < count ? child + 4 : count;
    for (uint64_t i = child + 1; i < last; i++)
      if (before(&items[i], &items[best])) best = i;
    if (!before(&items[best], &item)) break;
    items[at] = items[best];
    at = best;
  }
  items[at] = item;
  return first;
}

#endif
