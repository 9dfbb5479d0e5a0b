// SPDX-License-Identifier: Apache-2.0
/** What stands between fences of this language. */
export function blocks(text: string, language: string): string[] {
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, "gm"))].map(([, block = ""]) => block);
}

/** The files and folders to which a page links, as it names them. */
export function links(text: string): string[] {
  const targets = [...text.matchAll(/\]\(([^)#]+)[^)]*\)/g)].map(([, target = ""]) => target);
  return targets.filter((target) => !/^https?:/.test(target));
}

/** The pictures that a page shows; the package is without them. */
export function pictures(text: string): string[] {
  return [...text.matchAll(/<img src="([^"]+)"/g)].map(([, file = ""]) => file);
}
