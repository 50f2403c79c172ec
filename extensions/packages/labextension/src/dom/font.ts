/** The typeface that diagrams were measured with. It comes with the extension. */
export const FONTS = [
  { weight: 400, file: new URL("../../../diagram/fonts/inter-400.woff2", import.meta.url) },
  { weight: 600, file: new URL("../../../diagram/fonts/inter-600.woff2", import.meta.url) },
] as const;

export function face(weight: number, address: string): string {
  const source = `url("${address}") format("woff2")`;
  return `@font-face { font-family: "Atlas Inter"; font-weight: ${weight}; src: ${source}; }`;
}

/** The rules with the font files inside, for a picture that leaves the page. */
export async function fontFaces(): Promise<string> {
  const rules = FONTS.map(async ({ weight, file }) => face(weight, await dataAddress(file)));
  return (await Promise.all(rules)).join("\n");
}

async function dataAddress(file: URL): Promise<string> {
  const answer = await fetch(file);
  if (!answer.ok) throw new Error(`The font ${file.pathname} could not be read.`);
  const blob = await answer.blob();
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result as string);
    reader.onerror = () => reject(reader.error ?? new Error("The font could not be read."));
    reader.readAsDataURL(blob);
  });
}
