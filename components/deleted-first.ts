// SPDX-License-Identifier: Apache-2.0
// Of which hosts the machine is deleted before the one that takes its place is made: what needs several of them must not replace
// them all at once.

const hosts = new WeakSet();

/** @param host the component */
export const noteDeletedFirst = (host: object) => void hosts.add(host);
export const isDeletedFirst = (host: object) => hosts.has(host);
