/** Where an exercise's notebook lies in the home, as `atlas_server` puts it there. Pure. */
export function exercisePath(exercise: string): string {
  const name = exercise.replaceAll("/", "-");
  return `exercises/${name}/${name}.ipynb`;
}

/** The folder that names the exercise, or null for any other document. */
export function exerciseAt(path: string): string | null {
  return /^exercises\/([^/]+)\/\1\.ipynb$/.exec(path)?.[1] ?? null;
}
