// SPDX-License-Identifier: Apache-2.0

/** The tag or label by which whoever cleans up finds what nothing else has ended. */
export const expiryTag = "expires-at";

/** Whether it says a moment: `2026-11-24T18:00:00Z`, or `20261124t180000z` where labels hold no more. */
export function isMoment(text: unknown): boolean {
  if (typeof text !== "string") return false;
  const iso = text.replace(/^(\d{4})(\d\d)(\d\d)t(\d\d)(\d\d)(\d\d)z$/, "$1-$2-$3T$4:$5:$6Z");
  return /^\d{4}-\d\d-\d\dT/.test(iso) && !Number.isNaN(Date.parse(iso));
}
