// SPDX-License-Identifier: Apache-2.0
/**
 * What every OpenSSH private key begins with, in base64, and all user data: as it is, as JSON has it, in base64, and packed by us
 * before that.
 */
export const plainSecrets = /b3BlbnNzaC1rZXktdjE|#cloud-config(\\n|\n)|I2Nsb3VkLWNvbmZpZ|H4sIAAAAAAA/;
