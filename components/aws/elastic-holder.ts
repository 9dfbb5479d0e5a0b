// SPDX-License-Identifier: Apache-2.0

/** A resource as the state of a stack has it. */
export interface StateResource {
  urn: string;
  type: string;
  /** The cloud's. */
  id?: string;
  parent?: string;
  /** It is still to be deleted: another one has taken its place. */
  delete?: boolean;
  inputs?: Record<string, unknown>;
  outputs?: Record<string, unknown>;
}

/**
 * Where to reach the machine of a host that is known by an Elastic IP, and whose machine has not got it, because it is not
 * proved: the address then leads to the machine before. Undefined where the machine has it, or the host has none.
 *
 * @param health URN of the host's health check
 */
export function withoutElasticIp(all: StateResource[], health: string | undefined, known: string): string | undefined {
  const host = all.find(({ urn }) => urn === health)?.parent;
  if (host === undefined) return undefined;
  const ofHost = (type: string) => all.find((one) => one.parent === host && one.type === type && !one.delete);
  const machine = ofHost("aws:ec2/instance:Instance");
  if (!machine || ofHost("aws:ec2/eip:Eip")?.outputs?.publicIp !== known) return undefined;
  if (ofHost("aws:ec2/eipAssociation:EipAssociation")?.outputs?.instanceId === machine.id) return undefined;
  const own = machine.outputs?.publicIp;
  return typeof own === "string" && own !== "" ? own : undefined;
}
