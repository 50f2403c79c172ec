/**
 * The workshop: reads one request a line from standard input, answers each with one line. It ends
 * with its input, and never for a bad block. Whoever started it decides how long a block may take.
 */
import { createInterface } from "node:readline";
import { answerTo } from "./answer";
import type { Request } from "./drawing";

// Standard output carries answers only; what a library prints goes to standard error.
console.log = console.info = console.debug = console.error;

process.stdout.write(`${JSON.stringify({ ready: true })}\n`);
for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  if (line.trim() === "") continue;
  const answer = await answerTo(JSON.parse(line) as Request);
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
