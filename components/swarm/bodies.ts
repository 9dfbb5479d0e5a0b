// SPDX-License-Identifier: Apache-2.0
// What the engine's API is told, as JSON.
import type { NodeOrder, SwarmOptions } from "./order";

/** The port on which managers listen for members. */
export const managerPort = 2377;

const listens = { ListenAddr: `0.0.0.0:${managerPort}` };

export function initBody({ privateAddress }: NodeOrder, options: SwarmOptions): string {
  const { addressPool, subnetSize, dataPathPort, autolock } = options;
  return JSON.stringify({
    ...listens,
    AdvertiseAddr: privateAddress,
    DataPathPort: dataPathPort,
    DefaultAddrPool: addressPool,
    SubnetSize: subnetSize,
    Spec: { EncryptionConfig: { AutoLockManagers: autolock } },
    Availability: "active",
  });
}

/** Holds a token. */
export function joinBody({ privateAddress, availability }: NodeOrder, token: string, managers: string[]): string {
  const addresses = { AdvertiseAddr: privateAddress, RemoteAddrs: managers };
  return JSON.stringify({ ...listens, ...addresses, JoinToken: token, Availability: availability });
}

/** The engine itself takes off the 50 bytes that VXLAN needs. */
export function ingressBody(mtu: number): string {
  const options = { "com.docker.network.driver.mtu": String(mtu) };
  return JSON.stringify({ Name: "ingress", Driver: "overlay", Ingress: true, Options: options });
}
