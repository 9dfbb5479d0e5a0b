// SPDX-License-Identifier: Apache-2.0
// What gcloud says; the numbers are those of Identity-Aware Proxy.
import { word } from "../../../cloud-init/shell";
import { type Cause, line, option, type Words } from "./cause";

function projectOf(command: Words): string {
  const project = option(command, "--project");
  return project === "" ? "$(gcloud config get project)" : word(project);
}
const here = (text: string, command: Words) => line(text, command, "--project");

/** The first that fits counts. */
export const gcloudCauses: Cause[] = [
  {
    says: /\[4033/,
    kind: "refusal",
    what: "Identity-Aware Proxy does not let you in",
    fix: (words) =>
      `you need the role IAP-secured Tunnel User: \`gcloud projects add-iam-policy-binding ${projectOf(words)} ` +
      '--member="user:$(gcloud config get account)" --role=roles/iap.tunnelResourceAccessor`; a new grant takes minutes',
  },
  {
    says: /\[4003/,
    kind: "silence",
    what: "Identity-Aware Proxy does not get through to the machine",
    fix: (words) =>
      "the boot is still at work (raise limits.ssh), or no firewall rule lets 35.235.240.0/20 in to port 22; see " +
      here("gcloud compute firewall-rules list", words),
  },
  {
    says: /\[4047|was not found/,
    kind: "silence",
    what: "Identity-Aware Proxy does not find the machine",
    fix: (words) => `it is a moment old, stopped or deleted; see ${here("gcloud compute instances list", words)}`,
  },
  {
    says: /SERVICE_DISABLED|API \[|has not been used in project/,
    kind: "refusal",
    what: "an API of Google Cloud is not enabled",
    fix: (words) => here("gcloud services enable iap.googleapis.com compute.googleapis.com", words),
  },
  {
    says: /Required '([\w.]+)' permission|PERMISSION_DENIED/,
    kind: "refusal",
    what: "Google Cloud does not allow it",
    fix: (_words, [, right]) =>
      `give ${right ?? "the right"} to who asks, whom \`gcloud config get account\` names; the role Compute Viewer has it`,
  },
  {
    says: /active account|[Rr]eauthenticat|refreshing your current auth|invalid_grant|gcloud auth login/,
    kind: "way",
    what: "gcloud is not logged in",
    fix: () =>
      "`gcloud auth login`, or `gcloud auth activate-service-account --key-file=FILE`; the provider's credentials are not gcloud's",
  },
  {
    says: /unrecognized arguments|Invalid choice/,
    kind: "way",
    what: "gcloud does not know the command",
    fix: () => "`gcloud components update`",
  },
];
