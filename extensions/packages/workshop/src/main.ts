/**
 * The workshop: reads one request a line from standard input, answers each with one line. It ends
 * with its input, and never for a bad block. Whoever started it decides how long a block may take.
 */
import { createInterface } from "node:readline";
import type { Answer, Request } from "./drawing";
import { KINDS } from "./kinds";
import { parse, sentenceOf } from "./parser";

async function answerTo({ id, attempts, lay: wanted }: Request): Promise<Answer> {
  const errors: string[] = [];
  for (const [attempt, text] of attempts.entries()) {
    try {
      const { type, db, title } = await parse(text);
      const read = KINDS[type];
      if (!read) throw new Error(`Mermaid took the block for a diagram of type ${type}`);
      const { drawing, lay } = read(db);
      const titled = { ...drawing, title };
      if (!wanted) return { id, attempt, drawing: titled, geometry: null, layout: "not asked for" };
      try {
        return { id, attempt, drawing: titled, geometry: await lay() };
      } catch (error) {
        return { id, attempt, drawing: titled, geometry: null, layout: sentenceOf(error) };
      }
    } catch (error) {
      errors.push(sentenceOf(error));
    }
  }
  return { id, errors };
}

// Standard output carries answers only; what a library prints goes to standard error.
console.log = console.info = console.debug = console.error;

process.stdout.write(`${JSON.stringify({ ready: true })}\n`);
for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  if (line.trim() === "") continue;
  const answer = await answerTo(JSON.parse(line) as Request);
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
