/** Stands for `dompurify` in the bundle: labels become plain text (labels.ts), never markup. */
export default {
  isSupported: false,
  addHook(): void {},
  sanitize: (text: string): string => text,
};
