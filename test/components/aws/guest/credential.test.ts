// SPDX-License-Identifier: Apache-2.0
// The login of an AWS machine's role, as docker asks for it.
import { createHmac, createHash } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { roleLogin } from "../../../../components/aws/role-login";
import { CloudFolder } from "../../../lab/cloud/folder";
import { ScratchCloud } from "../../../lab/cloud/scratch-cloud";
import { writeMetadata, writeUserData } from "../../../lab/ec2/metadata";
import { type Instance, instances } from "../../../lab/ec2/records";
import { CredentialProgram, MetadataService } from "../../secrets/credential-program";

interface Asked {
  url: string | undefined;
  headers: IncomingHttpHeaders;
  body: string;
}

const registry = "123456789012.dkr.ecr.eu-central-1.amazonaws.com";
const token = Buffer.from("AWS:s3cret").toString("base64");
const login = (ServerURL: string) => ({ ServerURL, Username: "AWS", Secret: "s3cret" });
const machine: Instance = {
  ...{ id: "i-0123", region: "eu-central-1", zone: "eu-central-1b", subnetId: "subnet-1", vpcId: "vpc-1" },
  ...{ interfaceId: "eni-1", mac: "02:00:00:00:00:01", privateIp: "127.31.0.4", publicIp: "127.99.0.1" },
  ...{ ephemeral: true, autoPublic: true, groupIds: ["sg-1"], ami: "ami-1", instanceType: "t3.small" },
  ...{ launched: "2025-01-01T00:00:00.000Z", state: "running", shutdownBehavior: "stop", disableApiTermination: false },
  metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", instanceMetadataTags: "disabled" },
  ...{ rootVolume: { volumeId: "vol-1", volumeSize: 10 }, tags: {}, profile: "web" },
};

let cloud: ScratchCloud;
let service: MetadataService;
let program: CredentialProgram;
let ecr: Server;
let asked: Asked[];
let answer: [status: number, body: unknown];
let env: Record<string, string>;
let ofEcr: string;

beforeEach(async () => {
  cloud = new ScratchCloud();
  program = new CredentialProgram(roleLogin({}));
  has({});
  service = new MetadataService(new CloudFolder(cloud.path).machine(machine.id), "ec2/imds.mjs");
  asked = [];
  answer = [200, { authorizationData: [{ authorizationToken: token, proxyEndpoint: `https://${registry}` }] }];
  ecr = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      asked.push({ url: request.url, headers: request.headers, body: Buffer.concat(parts).toString() });
      response.writeHead(answer[0]).end(JSON.stringify(answer[1]));
    });
  });
  await new Promise<void>((resolve) => ecr.listen(0, "127.0.0.1", resolve));
  ofEcr = `http://127.0.0.1:${(ecr.address() as AddressInfo).port}`;
  env = {
    AWS_EC2_METADATA_SERVICE_ENDPOINT: `http://${await service.start()}`,
    AWS_ENDPOINT_URL_ECR: ofEcr,
    AWS_ENDPOINT_URL_ECR_PUBLIC: ofEcr,
  };
});
afterEach(async () => {
  await service.stop();
  await new Promise((resolve) => ecr.close(resolve));
  program.remove();
  await cloud.remove();
});

function has(change: Partial<Instance>): void {
  const folder = new CloudFolder(cloud.path);
  folder.save(instances, machine.id, { ...machine, ...change });
  writeUserData(folder.machine(machine.id), undefined);
  writeMetadata(folder, { ...machine, ...change });
}

const get = async (host = registry, more = {}) => {
  const { status, said } = await program.ask("get", host, { ...env, ...more });
  return status === 0 ? (JSON.parse(said) as unknown) : said;
};

/** AWS's Signature Version 4 once more, for a request for / of which all headers are signed that it names. */
function isSigned({ headers, body }: Asked, region: string, name: string): boolean {
  const [, date = "", names = "", signature] =
    /Credential=ASIALABORATORY000000\/(\d{8})\/\S+, SignedHeaders=(\S+), Signature=(\S+)$/.exec(
      headers.authorization ?? "",
    ) ?? [];
  const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
  const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();
  const lines = names.split(";").map((one) => `${one}:${String(headers[one])}\n`);
  const scope = [date, region, name, "aws4_request"];
  const text = `POST\n/\n\n${lines.join("")}\n${names}\n${sha256(body)}`;
  const whole = ["AWS4-HMAC-SHA256", headers["x-amz-date"], scope.join("/"), sha256(text)].join("\n");
  const key = scope.reduce<string | Buffer>(hmac, "AWS4of-the-laboratory");
  return hmac(key, whole).toString("hex") === signature;
}

test("at a private registry is what ECR gives for the keys of the role", async () => {
  expect(await get()).toEqual(login(registry));
  expect(asked).toMatchObject([
    {
      url: "/",
      headers: {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-security-token": "of-a-session",
        "x-amz-target": "AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken",
      },
      body: "{}",
    },
  ]);
  expect(asked.map((one) => isSigned(one, "eu-central-1", "ecr"))).toEqual([true]);
});

test("at the public one is asked of the service of that, in the one region in which it is", async () => {
  answer = [200, { authorizationData: { authorizationToken: token } }];
  expect(await get("public.ecr.aws")).toEqual(login("public.ecr.aws"));
  expect(asked[0]?.headers["x-amz-target"]).toBe("SpencerFrontendService.GetAuthorizationToken");
  expect(asked.map((one) => isSigned(one, "us-east-1", "ecr-public"))).toEqual([true]);
});

test.each([
  [registry, ["https://api.ecr.eu-central-1.amazonaws.com", "eu-central-1", "ecr"]],
  [
    "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn",
    ["https://api.ecr.cn-north-1.amazonaws.com.cn", "cn-north-1", "ecr"],
  ],
  [
    "123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com",
    ["https://ecr-fips.us-gov-west-1.amazonaws.com", "us-gov-west-1", "ecr"],
  ],
  ["123456789012.dkr-ecr.eu-central-1.on.aws", ["https://ecr.eu-central-1.api.aws", "eu-central-1", "ecr"]],
  ["public.ecr.aws", ["https://api.ecr-public.us-east-1.amazonaws.com", "us-east-1", "ecr-public"]],
])("of %s is asked where AWS has that", async (host, place) => {
  expect(await program.value(`service_of(${JSON.stringify(host)})[:3]`)).toEqual(place);
});

test.each(["quay.io", "ecr.aws", `${registry}.example.com`, "1.dkr.ecr.eu-central-1.amazonaws.com"])(
  "is not given to %s, for which docker then goes on without",
  async (host) => {
    expect(await get(host)).toBe("credentials not found in native keychain");
    expect(asked).toEqual([]);
  },
);

describe("where there is none, it is said that", () => {
  test("the machine has no role", async () => {
    has({ profile: undefined });
    expect(await get()).toBe("this machine has no role");
  });

  test("the metadata service is turned off", async () => {
    has({ metadataOptions: { ...machine.metadataOptions, httpEndpoint: "disabled" } });
    expect(await get()).toBe("the metadata service of this machine is turned off: it answers with status 403");
  });

  test("nobody answers for it", async () => {
    const nobody = { AWS_EC2_METADATA_SERVICE_ENDPOINT: "http://127.0.0.1:9" };
    expect(await get(registry, nobody)).toBe(
      "the metadata service of this machine, 127.0.0.1:9, does not answer: Connection refused",
    );
  });

  test("the role has not the right", async () => {
    const message =
      "User: arn:aws:sts::1:assumed-role/web/i-0123 is not authorized to perform: ecr:GetAuthorizationToken";
    answer = [400, { __type: "com.amazonaws.ecr#AccessDeniedException", message }];
    expect(await get()).toBe(`${ofEcr.slice(7)} gives the role web no login: AccessDeniedException: ${message}`);
  });

  test("ECR does not answer", async () => {
    expect(await get(registry, { AWS_ENDPOINT_URL_ECR: "http://127.0.0.1:9" })).toBe(
      "127.0.0.1:9 does not answer this machine: Connection refused",
    );
  });

  test("ECR does not answer in all the time that there is, however long each of its addresses may take", async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const at = `127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const given = JSON.stringify({ ...env, AWS_ENDPOINT_URL_ECR: `http://${at}` });
    const asks = `[os.environ.update(${given}), PATIENCE.update(together=0.2, outside=3), login("${registry}")]`;
    await expect(program.value(asks)).rejects.toThrow(`${at} does not answer this machine: no answer within 0.2 s`);
    silent.closeAllConnections();
    await new Promise((resolve) => silent.close(resolve));
  });

  test.each([["a page"], [{}], [{ authorizationData: [] }], [{ authorizationData: [{ authorizationToken: "/w==" }] }]])(
    "what answers in ECR's place, with %j, is not ECR",
    async (body) => {
      answer = [200, body];
      expect(await get()).toBe(`${ofEcr.slice(7)} answers with something that is not ECR's`);
    },
  );

  test("something that nobody has foreseen happened in a line, which is named", async () => {
    answer = [200, "nokeys"];
    const said = await get(registry, { AWS_EC2_METADATA_SERVICE_ENDPOINT: ofEcr });
    const [, line] = /^no login: AttributeError in line (\d+)$/.exec(String(said)) ?? [];
    expect(program.line(Number(line))).toContain('keys.get("Code")');
  });
});

describe("a proxy", () => {
  const elsewhere = { AWS_ENDPOINT_URL_ECR: "http://api.ecr.invalid" };
  const behind = (proxy: string, noProxy: string[] = []) => {
    program.remove();
    program = new CredentialProgram(roleLogin({}), { proxy, noProxy });
  };

  test("of the machine leads to ECR, and not to the metadata service", async () => {
    behind(ofEcr);
    expect(await get(registry, elsewhere)).toEqual(login(registry));
    expect(asked).toMatchObject([{ url: "http://api.ecr.invalid/", headers: { host: "api.ecr.invalid" } }]);
  });

  test("of whoever pulls comes first", async () => {
    behind("http://127.0.0.1:9");
    expect(await get(registry, { ...elsewhere, http_proxy: ofEcr })).toEqual(login(registry));
  });

  test("is passed by for its exceptions", async () => {
    behind("http://127.0.0.1:9", ["127.0.0.1"]);
    expect(await get()).toEqual(login(registry));
  });

  test("of the machine is not lost to somebody who has only exceptions, or a proxy for something else", async () => {
    behind(ofEcr);
    const theirs = { NO_PROXY: "intranet.example", https_proxy: "http://127.0.0.1:9" };
    expect(await get(registry, { ...elsewhere, ...theirs })).toEqual(login(registry));
    expect(await get(registry, { AWS_ENDPOINT_URL_ECR: "http://intranet.example:1", ...theirs })).toMatch(
      /^intranet\.example:1 does not answer this machine/,
    );
  });

  test("is passed by for an exception with the port of TLS, too", async () => {
    behind("http://127.0.0.1:9", ["api.ecr.example:443", "::443", "other.example:80"]);
    expect(await program.value("json.loads(SETTINGS)['proxy']['no_proxy']")).toBe(
      "localhost,127.0.0.1,::1,api.ecr.example,::443,other.example:80",
    );
  });

  test.each(["http://me:s3cret@proxy.example:3128", "http://t0ken@proxy.example:3128", "https://proxy.example:3129"])(
    "that is %s is not told to everybody on the machine",
    async (proxy) => {
      behind(proxy);
      expect(await program.value("json.loads(SETTINGS)['proxy']")).toEqual({});
    },
  );
});

const sessionToken =
  "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA==";

/** AWS's own test suite for Signature Version 4. */
const vectors: [string, string, Record<string, string>, string, string][] = [
  ["get-vanilla", "GET", {}, "", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"],
  ["post-vanilla", "POST", {}, "", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"],
  [
    "post-x-www-form-urlencoded",
    "POST",
    { "content-type": "application/x-www-form-urlencoded" },
    "Param1=value1",
    "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a",
  ],
  [
    "post-sts-header-before",
    "POST",
    { "x-amz-security-token": sessionToken },
    "",
    "85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead",
  ],
  [
    "post-header-value-case",
    "POST",
    { "my-header1": "VALUE1" },
    "",
    "cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d",
  ],
];

test.each(vectors)("AWS's example %s is signed as AWS signs it", async (_name, method, more, body, signature) => {
  const headers = { host: "example.amazonaws.com", "x-amz-date": "20150830T123600Z", ...more };
  const place = `"us-east-1", "service", "AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"`;
  const given = `${JSON.stringify(method)}, ${JSON.stringify(headers)}, ${JSON.stringify(body)}.encode()`;
  const names = Object.keys(headers).sort().join(";");
  expect(await program.value(`authorization(${given}, ${place})`)).toBe(
    `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=${names}, Signature=${signature}`,
  );
});
