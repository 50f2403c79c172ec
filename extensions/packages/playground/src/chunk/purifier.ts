/**
 * Stands for `dompurify` in the chunk. In the frame it is the real one; in the worker, which has
 * no document and makes plain text of labels, it lets them pass.
 */
import real from "dompurify";

const passing = {
  isSupported: false,
  addHook(): void {},
  sanitize: (text: string): string => text,
};

export default typeof document === "undefined" ? passing : real;
