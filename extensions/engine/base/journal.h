/* The trace: entries are kept column by column, and a full block is coded and handed to the host.
   The bytes are those of atlas_core/trace/block.py. */
#ifndef ATLAS_JOURNAL_H
#define ATLAS_JOURNAL_H

#include "host.h"

#define BLOCK 4096
#define BLOCK_HEAD 24
#define COLUMNS_HEAD 24
#define BYTES_MAX (BLOCK_HEAD + COLUMNS_HEAD + BLOCK * (10 + 1 + 5 + 5 + 10 + 10))

enum {
  ARRIVE, CALL, RETRY, DELIVER, START, SERVED, REPLY, DEPART, TIMEOUT, LOST, SHORT, OPENED,
  CLOSED, FAULT, HELD, DENIED, HEDGE, DEAD, PARKED, SCALED
};

typedef struct {
  int64_t tick[BLOCK], operation[BLOCK], value[BLOCK];
  int32_t node[BLOCK], peer[BLOCK];
  uint8_t kind[BLOCK];
  uint8_t bytes[BYTES_MAX];
  uint64_t count; /* in this block */
  int64_t total;
  int record;
} Journal;

static inline uint8_t *varint(uint8_t *at, uint64_t value) {
  while (value > 0x7f) {
    *at++ = (uint8_t)(value | 0x80);
    value >>= 7;
  }
  *at++ = (uint8_t)value;
  return at;
}

/* The same, without a branch for the usual lengths; writes up to 3 bytes too many. */
static inline uint8_t *steady_varint(uint8_t *at, uint64_t value) {
  if (value >> 28) return varint(at, value);
  uint32_t small = (uint32_t)value;
  uint32_t more = (small >= 1u << 7) + (small >= 1u << 14) + (small >= 1u << 21);
  uint32_t spread = (small & 0x7f) | (small << 1 & 0x7f00) | (small << 2 & 0x7f0000) |
                    (small << 3 & 0x7f000000);
  spread |= 0x80808080u & ((1u << 8 * more) - 1);
  __builtin_memcpy_inline(at, &spread, 4);
  return at + more + 1;
}

static inline uint64_t zigzag(int64_t value) {
  return (uint64_t)value << 1 ^ (uint64_t)(value >> 63);
}

static void put(uint8_t *at, uint64_t value, int bytes) {
  for (int i = 0; i < bytes; i++) at[i] = (uint8_t)(value >> 8 * i);
}

static void flush(Journal *journal, Memory *memory) {
  uint64_t count = journal->count;
  if (!count) return;
  uint8_t *lengths = journal->bytes + BLOCK_HEAD, *start = lengths + COLUMNS_HEAD, *at = start;
  const int64_t *tick = journal->tick, *operation = journal->operation;
  for (uint64_t i = 0; i < count; i++)
    at = steady_varint(at, i ? (uint64_t)(tick[i] - tick[i - 1]) : 0);
  put(lengths, (uint64_t)(at - start), 4), start = at;
  for (uint64_t i = 0; i < count; i++) *at++ = journal->kind[i];
  put(lengths + 4, (uint64_t)(at - start), 4), start = at;
  for (uint64_t i = 0; i < count; i++) at = varint(at, (uint64_t)journal->node[i]);
  put(lengths + 8, (uint64_t)(at - start), 4), start = at;
  for (uint64_t i = 0; i < count; i++) at = varint(at, (uint64_t)(journal->peer[i] + 1));
  put(lengths + 12, (uint64_t)(at - start), 4), start = at;
  for (uint64_t i = 0; i < count; i++)
    at = steady_varint(at, zigzag(operation[i] - (i ? operation[i - 1] : 0)));
  put(lengths + 16, (uint64_t)(at - start), 4), start = at;
  for (uint64_t i = 0; i < count; i++) at = steady_varint(at, zigzag(journal->value[i]));
  put(lengths + 20, (uint64_t)(at - start), 4);
  put(journal->bytes, (uint64_t)(at - lengths), 4);
  put(journal->bytes + 4, count, 4);
  put(journal->bytes + 8, (uint64_t)tick[0], 8);
  put(journal->bytes + 16, (uint64_t)tick[count - 1], 8);
  memory->host.emit(journal->bytes, (uint64_t)(at - journal->bytes));
  journal->count = 0;
}

#endif
