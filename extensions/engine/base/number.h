/* Random numbers, logarithm and exponential: atlas_core/sim/flow/numbers.py, operation for
   operation. Every operation is exact or rounded once by IEEE 754. */
#ifndef ATLAS_NUMBER_H
#define ATLAS_NUMBER_H

#include "compiler.h"

#define DRAW_MAX 9e15

static const double ATANH_EVEN[6] = {1.0 / 21, 1.0 / 17, 1.0 / 13, 1.0 / 9, 1.0 / 5, 1.0};
static const double ATANH_ODD[5] = {1.0 / 19, 1.0 / 15, 1.0 / 11, 1.0 / 7, 1.0 / 3};
static const double TAYLOR[14] = {
    1.0 / 6227020800.0, 1.0 / 479001600.0, 1.0 / 39916800.0, 1.0 / 3628800.0, 1.0 / 362880.0,
    1.0 / 40320.0,      1.0 / 5040.0,      1.0 / 720.0,      1.0 / 120.0,     1.0 / 24.0,
    1.0 / 6.0,          1.0 / 2.0,         1.0,              1.0};

typedef union {
  double number;
  uint64_t bits;
} Double;

static double natural_log(double x) {
  Double split = {.number = x};
  int64_t exponent = (int64_t)((split.bits >> 52) & 0x7ff) - 1022;
  split.bits = (split.bits & 0x000fffffffffffffULL) | 0x3fe0000000000000ULL;
  double part = split.number;
  if (part < 0.7071067811865476) {
    part *= 2.0;
    exponent -= 1;
  }
  double f = (part - 1.0) / (part + 1.0);
  double square = f * f;
  double fourth = square * square, even = ATANH_EVEN[0], odd = ATANH_ODD[0];
  for (int i = 1; i < 6; i++) even = even * fourth + ATANH_EVEN[i];
  for (int i = 1; i < 5; i++) odd = odd * fourth + ATANH_ODD[i];
  return (double)exponent * 0.6931471805599453 + 2.0 * f * (even + odd * square);
}

static double natural_exp(double x) {
  x = x < -700.0 ? -700.0 : x > 700.0 ? 700.0 : x;
  double turns = x * 1.4426950408889634 + 0.5;
  int64_t whole = (int64_t)turns;
  if ((double)whole > turns) whole -= 1;
  double rest =
      (x - (double)whole * 0.6931471803691238) - (double)whole * 1.9082149292705877e-10;
  double series = 0.0;
  for (int i = 0; i < 14; i++) series = series * rest + TAYLOR[i];
  Double power = {.bits = (uint64_t)(whole + 1023) << 52};
  return series * power.number;
}

static uint64_t mixed(uint64_t word) {
  word = (word ^ (word >> 30)) * 0xBF58476D1CE4E5B9ULL;
  word = (word ^ (word >> 27)) * 0x94D049BB133111EBULL;
  return word ^ (word >> 31);
}

typedef uint64_t Stream;

static Stream stream(uint64_t seed, uint64_t index) {
  return mixed(mixed(seed) ^ (index + 1) * 0xD1B54A32D192ED03ULL);
}

static uint64_t next_word(Stream *state) {
  *state += 0x9E3779B97F4A7C15ULL;
  return mixed(*state);
}

static double uniform(Stream *state) {
  return ((double)(next_word(state) >> 12) + 0.5) * (1.0 / 4503599627370496.0);
}

static int chance(Stream *state, double ratio) {
  if (ratio <= 0.0) return 0;
  return ratio >= 1.0 || uniform(state) < ratio;
}

#define LAYERS 256
#define TAIL 7.69711747013104972
#define AREA 0.0039496598225815571993

static double widths[LAYERS + 1], heights[LAYERS + 1];

static void build_ziggurat(void) {
  widths[0] = AREA * natural_exp(TAIL);
  widths[1] = TAIL;
  heights[1] = natural_exp(-TAIL);
  for (int i = 2; i < LAYERS; i++) {
    heights[i] = heights[i - 1] + AREA / widths[i - 1];
    widths[i] = -natural_log(heights[i]);
  }
  heights[LAYERS] = 1.0;
}

static inline double in_layer(uint64_t word, int layer) {
  return ((double)(word >> 12) + 0.5) * (1.0 / 4503599627370496.0) * widths[layer];
}

/* The rare rest of `exponential`: x lies under the curve's edge, or in its tail. */
NEVER_INLINE static double exponential_at_edge(Stream *state, int layer, double x) {
  for (;;) {
    if (layer == 0) return TAIL - natural_log(uniform(state));
    double room = heights[layer + 1] - heights[layer];
    if (heights[layer] + uniform(state) * room < natural_exp(-x)) return x;
    uint64_t word = next_word(state);
    layer = word & (LAYERS - 1);
    x = in_layer(word, layer);
    if (x < widths[layer + 1]) return x;
  }
}

static inline double exponential(Stream *state) {
  uint64_t word = next_word(state);
  int layer = word & (LAYERS - 1);
  double x = in_layer(word, layer);
  return x < widths[layer + 1] ? x : exponential_at_edge(state, layer, x);
}

static double normal(Stream *state) {
  for (;;) {
    double first = 2.0 * uniform(state) - 1.0;
    double second = 2.0 * uniform(state) - 1.0;
    double square = first * first + second * second;
    if (0.0 < square && square < 1.0)
      return first * __builtin_sqrt(-2.0 * natural_log(square) / square);
  }
}

static int64_t whole_ticks(double ticks) {
  return (int64_t)((ticks > DRAW_MAX ? DRAW_MAX : ticks) + 0.5);
}

#endif
