/* What comes next: a heap with four children a node, ordered by tick, then by order of planning.

   Taking the first item leaves a gap at the top, which the next item that is planned fills: most
   things that happen plan exactly one other thing, and so the heap is put in order once, not
   twice. */
#ifndef ATLAS_AGENDA_H
#define ATLAS_AGENDA_H

#include "host.h"

typedef struct {
  int64_t tick;
  uint64_t order; /* sequence << 4 | what is due */
  int64_t number; /* the job's number: it may be over by then */
  int64_t index;  /* its slot; or which change, source */
} Item;

/* Past the last item stand places that come never: four children can always be compared. */
#define NEVER INT64_MAX
#define BEYOND 3

typedef struct {
  Item *items;
  uint64_t count, room, sequence;
  int gap; /* the first item has been taken */
} Agenda;

/* Tick and order as one number, so that comparing takes no branch. Ticks are never negative. */
__extension__ typedef unsigned __int128 Rank;

static inline Rank ranked(int64_t tick, uint64_t order) { return (Rank)(uint64_t)tick << 64 | order; }

static inline Rank rank(const Item *item) { return ranked(item->tick, item->order); }

NEVER_INLINE static int make_room(Agenda *agenda, Memory *memory) {
  uint64_t room = agenda->room ? 2 * agenda->room : 1024;
  Item *items = take(memory, (room + BEYOND) * sizeof(Item));
  if (!items) return 0;
  for (uint64_t i = 0; i < agenda->count; i++) items[i] = agenda->items[i];
  for (uint64_t i = agenda->count; i < room + BEYOND; i++) items[i].tick = NEVER;
  agenda->items = items;
  agenda->room = room;
  return 1;
}

/* Puts the item at the top, or below where others come before it. */
static inline void sink(Agenda *agenda, int64_t tick, uint64_t order, int64_t index,
                        int64_t number) {
  Item *items = agenda->items;
  uint64_t at = 0, count = agenda->count;
  Rank own = ranked(tick, order);
  for (;;) {
    uint64_t best = 4 * at + 1;
    if (best >= count) break;
    Rank first = rank(&items[best]);
    Rank second = rank(&items[best + 1]), third = rank(&items[best + 2]);
    Rank fourth = rank(&items[best + 3]);
    uint64_t left = best + (second < first), right = best + 2 + (fourth < third);
    first = second < first ? second : first;
    third = fourth < third ? fourth : third;
    best = third < first ? right : left;
    first = third < first ? third : first;
    if (own < first) break;
    items[at] = items[best];
    at = best;
  }
  items[at] = (Item){tick, order, number, index};
}

static inline void close_gap(Agenda *agenda) {
  agenda->gap = 0;
  if (!--agenda->count) return;
  Item last = agenda->items[agenda->count];
  agenda->items[agenda->count].tick = NEVER;
  sink(agenda, last.tick, last.order, last.index, last.number);
}

static inline int is_empty(const Agenda *agenda) {
  return agenda->count == (agenda->gap ? 1u : 0u);
}

/* The order of a new item; its place among items of the same tick is fixed from now on. */
static inline uint64_t next_order(Agenda *agenda, unsigned due) {
  return agenda->sequence++ << 4 | due;
}

/* Puts the item at the end, or above where it comes before others. */
NEVER_INLINE static void push_below(Agenda *agenda, Memory *memory, int64_t tick, uint64_t order,
                                    int64_t index, int64_t number) {
  if (agenda->count == agenda->room && !make_room(agenda, memory)) return;
  uint64_t at = agenda->count++;
  Item *items = agenda->items;
  Rank own = ranked(tick, order);
  while (at) {
    uint64_t parent = (at - 1) >> 2;
    if (rank(&items[parent]) < own) break;
    items[at] = items[parent];
    at = parent;
  }
  items[at] = (Item){tick, order, number, index};
}

/* Its fields come one by one: a struct would be written in small pieces and read in large ones,
   which processors are slow at. Copies of this in all who plan are slower than one. */
NEVER_INLINE static void push(Agenda *agenda, Memory *memory, int64_t tick, uint64_t order,
                              int64_t index, int64_t number) {
  if (!agenda->gap) {
    push_below(agenda, memory, tick, order, index, number);
    return;
  }
  agenda->gap = 0;
  sink(agenda, tick, order, index, number);
}

/* The first item; there must be one. */
static inline Item pop(Agenda *agenda) {
  if (agenda->gap) close_gap(agenda);
  agenda->gap = 1;
  return agenda->items[0];
}

/* Items whose ticks never fall, such as the time-outs of one call: a ring in the order of their
   planning. Only its first item is on the agenda; most of the others are over before their turn,
   and never get there. */
typedef struct {
  Item *items;
  uint64_t first, count, room;
  int armed; /* an item of this line is on the agenda */
} Line;

static void line_up(Line *line, Memory *memory, Item item) {
  if (line->count == line->room) {
    uint64_t room = line->room ? 2 * line->room : 64;
    Item *items = take(memory, room * sizeof(Item));
    if (!items) return;
    for (uint64_t i = 0; i < line->count; i++)
      items[i] = line->items[(line->first + i) & (line->room - 1)];
    line->items = items;
    line->room = room;
    line->first = 0;
  }
  line->items[(line->first + line->count++) & (line->room - 1)] = item;
}

static inline Item step_up(Line *line) {
  Item item = line->items[line->first];
  line->first = (line->first + 1) & (line->room - 1);
  line->count--;
  return item;
}

#endif
