// SPDX-License-Identifier: Apache-2.0
// Stands in for gcloud as far as it opens ways to machines.
import { fileOf, lastOf } from "../gce/names";
import { letsIn } from "../gce/reach";
import { firewalls, instances } from "../gce/records";
import { cloud, intoMachine, main, note, parse, Refused, wishes } from "./lab";

const command = "gcloud.compute.start-iap-tunnel";
/** One of the addresses from which Identity-Aware Proxy connects. */
const proxy = "35.235.240.17";
const words = process.argv.slice(2);
const takes = ["--zone", "--project", "--verbosity"];
const flagsTaken = ["--listen-on-stdin", "--quiet"];

async function gcloud(): Promise<number> {
  note("gcloud", words);
  const { options, rest, flags } = parse(words);
  const [group, verb, name = "", port, ...surplus] = rest;
  if (group !== "compute" || verb !== "start-iap-tunnel")
    throw new Refused(`ERROR: (gcloud) Invalid choice: '${verb}'.`, 2);
  const unknown = [
    ...surplus,
    ...Object.keys(options).filter((one) => !takes.includes(one)),
    ...flags.filter((one) => !flagsTaken.includes(one)),
  ];
  if (unknown.length > 0) throw said(`unrecognized arguments: ${unknown.join(" ")}`, 2);
  if (port === undefined) throw said("argument INSTANCE_PORT: Must be specified.", 2);
  if (!flags.includes("--listen-on-stdin")) throw said("this stand-in only listens on stdin", 2);
  if (wishes.loggedOut)
    throw said(
      "You do not currently have an active account selected.\nPlease run:\n\n  $ gcloud auth login\n\nto obtain new credentials.",
    );
  const [zone, project] = [options["--zone"], options["--project"]];
  if (zone === undefined || project === undefined)
    throw said("Underspecified resource. Specify the [--zone] and [--project] flags.");
  const id = `projects/${project}/zones/${zone}/instances/${name}`;
  const denied = (right: string) => wishes.denied?.includes(right) === true;
  if (denied("compute.instances.get"))
    throw said(`Could not fetch resource:\n - Required 'compute.instances.get' permission for '${id}'`);
  const instance = cloud.all(instances).find((one) => one.id === id);
  if (!instance) throw said(`Could not fetch resource:\n - The resource '${id}' was not found`);
  if (denied("iap.tunnelInstances.accessViaIAP")) throw said("Error while connecting [4033: 'not authorized'].");
  const [nic] = instance.inputs.networkInterfaces as { network?: string }[];
  const rules = cloud.all(firewalls).map(({ inputs }) => inputs);
  const tags = (instance.inputs.tags as string[] | undefined) ?? [];
  const isLetIn = letsIn(rules, lastOf(nic?.network ?? ""), tags, Number(port), proxy);
  if (!isLetIn || !(await intoMachine(fileOf(id))))
    throw said(`Error while connecting [4003: 'failed to connect to backend']. (Failed to connect to port ${port})`);
  return 0;
}

const said = (text: string, status = 1) => new Refused(`ERROR: (${command}) ${text}`, status);

void main(gcloud);
