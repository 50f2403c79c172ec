/** A style sheet is imported as its text; the build resolves its imports. */
declare module "*.css" {
  const text: string;
  export default text;
}
