// SPDX-License-Identifier: Apache-2.0

/** What people paste in place of a private key's file, and what they do to its text. */
const forms: [RegExp, string][] = [
  [/^PuTTY-User-Key-File/, "is in PuTTY's form; convert it with `puttygen KEY.ppk -O private-openssh -o KEY`"],
  [/^---- BEGIN SSH2 ENCRYPTED PRIVATE KEY/, "is in the form of ssh.com; convert it with `ssh-keygen -i -f KEY`"],
  [/^-----BEGIN EC PARAMETERS/, "has a block EC PARAMETERS before the key, from `openssl ecparam`; take it out"],
  [/PRIVATE KEY-----(\\r)?\\n/, withoutLines("`\\n`")],
  [/PRIVATE KEY-----[ \t]+[\w+/]/, withoutLines("blanks")],
  [/PRIVATE KEY-----[\w+/]/, withoutLines("nothing")],
  [/\n[ \t]+-----END/, "has blanks before its lines; give the file as it is"],
];

function withoutLines(instead: string): string {
  return `has ${instead} in place of its line breaks; give the file as it is, with one at each line's end`;
}

/** What is wrong with the form of a text that is no readable private key, where it can be recognized. */
export function anotherForm(text: string): string | undefined {
  return forms.find(([form]) => form.test(text))?.[1];
}
