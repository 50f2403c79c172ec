/** What the requests of a source are like: their rank, their keys, how much work they make. */
import type { Source } from "../../model/flow.js";
import { type Defence, field, ORDINARY } from "./defence.js";

/** Who is served first at a station that goes by priority; 0 comes first. */
const PRIORITY_LAST = 3;
const KEYS_MAX = 1_000_000_000;
const SKEW_MAX = 5;
const WORK_MAX = 10_000;

/** In the order of the menu. Nobody can take these away: requests are always somehow. */
export const OF_SOURCES: readonly Defence<Source>[] = [
  {
    ...ORDINARY,
    kind: "rank",
    word: "Rank",
    does: "who is served first where a station goes by priority: 0 is first",
    fields: [field("priority", null, 0, PRIORITY_LAST)],
    always: true,
    starts: () => [0],
    read: ({ priority }) => [priority],
    write: (of, values) => ({ ...of, priority: values?.[0] ?? 0 }),
  },
  {
    ...ORDINARY,
    kind: "work",
    word: "Work",
    does: "every service of such a request takes so many times as long",
    fields: [field("times", null, 0, WORK_MAX, { whole: false })],
    always: true,
    starts: () => [1],
    read: ({ work }) => [work],
    write: (of, values) => ({ ...of, work: values?.[0] ?? 1 }),
  },
  {
    ...ORDINARY,
    kind: "keys",
    word: "Keys",
    does: "what is asked for: how many different keys, how unevenly, and how much for one of them",
    fields: [
      field("different", null, 1, KEYS_MAX, { endless: true }),
      field("skew", null, 0, SKEW_MAX, { whole: false }),
      field("hot key", "ratio", 0, 1),
    ],
    always: true,
    starts: () => [KEYS_MAX, 0, 0],
    read: ({ keys, skew, hot_ratio }) => [keys ?? KEYS_MAX, skew, hot_ratio],
    write: (of, values) => {
      const [keys = KEYS_MAX, skew = 0, hot_ratio = 0] = values ?? [];
      return { ...of, keys: keys === KEYS_MAX ? null : keys, skew, hot_ratio };
    },
  },
];
