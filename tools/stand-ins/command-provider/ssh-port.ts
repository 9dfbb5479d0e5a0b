// SPDX-License-Identifier: Apache-2.0

/**
 * A test without machines says where port 22 of all addresses 127.x.y.z leads: to this port of 127.0.0.1, because who is
 * not root cannot listen on 22, and elsewhere somebody else does.
 */
export const sshPort = process.env.PULUMI_LAB_SSH_PORT ? Number(process.env.PULUMI_LAB_SSH_PORT) : undefined;
