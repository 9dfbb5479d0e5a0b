// SPDX-License-Identifier: Apache-2.0
// Writes to FILE how a client of Google gets credentials on a runner of GitHub: https://google.aip.dev/auth/4117
import { writeFileSync } from "node:fs";

const { FILE, GOOGLE_PROVIDER, GOOGLE_ACCOUNT } = process.env;
const { ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: token } = process.env;
const audience = `//iam.googleapis.com/${GOOGLE_PROVIDER}`;
const credentials = {
  type: "external_account",
  audience,
  subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
  token_url: "https://sts.googleapis.com/v1/token",
  service_account_impersonation_url: `https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/${GOOGLE_ACCOUNT}:generateAccessToken`,
  credential_source: {
    url: `${url}&audience=${encodeURIComponent(`https:${audience}`)}`,
    headers: { Authorization: `bearer ${token}` },
    format: { type: "json", subject_token_field_name: "value" },
  },
};
writeFileSync(FILE, JSON.stringify(credentials), { mode: 0o600 });
