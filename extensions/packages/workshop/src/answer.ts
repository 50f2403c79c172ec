/** One request answered: the first text that Mermaid's parser takes, read and laid out. */
import type { Answer, Refused, Request } from "./drawing";
import { KINDS } from "./kinds";
import type { Ways } from "./layout/region";
import { parse } from "./parser";
import { linesAsWritten } from "./preprocessed";
import { refusedBy } from "./refused";

export type { Ways };

/**
 * Never rejects: a text that can't be read is an answer too. `ways` remembers how parts were laid
 * out from one text to the next; only a quick request looks there, every other one fills it anew.
 */
export async function answerTo(request: Request, ways: Ways = new Map()): Promise<Answer> {
  const { id, attempts, lay: wanted } = request;
  if (wanted !== "quick") ways.clear();
  const refused: Refused[] = [];
  for (const [attempt, text] of attempts.entries()) {
    try {
      const { type, db, title } = await parse(text);
      const read = KINDS[type];
      if (!read) {
        const line = linesAsWritten(text)[0] ?? 1;
        refused.push({ line, sentence: `Mermaid took the block for a diagram of type ${type}.` });
        return { id, refused, type };
      }
      const { drawing, lay } = read(db);
      const titled = { ...drawing, title };
      const known = { id, attempt, type, refused, drawing: titled };
      if (!wanted) return { ...known, geometry: null, layout: "not asked for" };
      try {
        return { ...known, geometry: await lay(ways) };
      } catch (error) {
        return { ...known, geometry: null, layout: refusedBy(error, "").sentence };
      }
    } catch (error) {
      refused.push(refusedBy(error, text));
    }
  }
  return { id, refused };
}
