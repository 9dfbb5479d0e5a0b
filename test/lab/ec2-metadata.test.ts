// SPDX-License-Identifier: Apache-2.0
// The metadata service as a guest meets it: one process for each connection, asked over its stdin.
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

import { CloudFolder } from "./cloud/folder";
import { ScratchCloud } from "./cloud/scratch-cloud";
import { writeMetadata, writeUserData } from "./ec2/metadata";
import { type Instance, instances } from "./ec2/records";

let cloud: ScratchCloud;
let folder: CloudFolder;

const instance: Instance = {
  ...{ id: "i-0123", region: "eu-central-1", zone: "eu-central-1b", subnetId: "subnet-1", vpcId: "vpc-1" },
  ...{ interfaceId: "eni-1", mac: "02:00:00:00:00:01", privateIp: "127.31.0.4", publicIp: "127.99.0.1" },
  ...{ ephemeral: true, autoPublic: true, groupIds: ["sg-1"], ami: "ami-1", instanceType: "t3.small" },
  ...{ launched: "2025-01-01T00:00:00.000Z", state: "running", shutdownBehavior: "stop", disableApiTermination: false },
  metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", instanceMetadataTags: "disabled" },
  ...{ rootVolume: { volumeId: "vol-1", volumeSize: 10 }, tags: { Name: "web" } },
};

beforeEach(() => {
  cloud = new ScratchCloud();
  folder = new CloudFolder(cloud.path);
  prepare({});
  token = undefined;
});
afterEach(() => cloud.remove());

function prepare(change: Partial<Instance>, userData?: Buffer): void {
  const made = { ...instance, ...change };
  folder.save(instances, made.id, made);
  writeUserData(folder.machine(made.id), userData);
  writeMetadata(folder, made);
}

interface Answer {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

/** What a connection brings on which these bytes are sent. */
function send(bytes: string): Answer[] {
  const script = join(__dirname, "cloud", "serve-metadata.mjs");
  const handler = join(__dirname, "ec2", "imds.mjs");
  const { stdout, stderr } = spawnSync(process.execPath, [script, folder.machine(instance.id), handler], {
    input: bytes,
  });
  expect(stderr.toString()).toBe("");
  const answers: Answer[] = [];
  for (let rest = stdout; rest.length > 0;) {
    const end = rest.indexOf("\r\n\r\n");
    const [first = "", ...fields] = rest.toString("latin1", 0, end).split("\r\n");
    const headers = Object.fromEntries(fields.map((field) => field.split(": ", 2) as [string, string]));
    const length = Number(headers["Content-Length"]);
    answers.push({ status: Number(first.split(" ")[1]), headers, body: rest.subarray(end + 4, end + 4 + length) });
    rest = rest.subarray(end + 4 + length);
  }
  return answers;
}

type Request = [method: string, path: string, headers?: Record<string, string>];

/** The answers to requests that come one after the other on one connection. */
function ask(...requests: Request[]): Answer[] {
  const texts = requests.map(([method, path, headers = {}]) => {
    const fields = Object.entries({ Host: "169.254.169.254", ...headers }).map(([name, value]) => `${name}: ${value}`);
    return [`${method} ${path} HTTP/1.1`, ...fields, "", ""].join("\r\n");
  });
  return send(texts.join(""));
}

const status = (...request: Request) => ask(request)[0]?.status;
const tokenRequest = (ttl: string, more = {}): Request => [
  ...(["PUT", "/latest/api/token", { "X-aws-ec2-metadata-token-ttl-seconds": ttl, ...more }] as const),
];

let token: string | undefined;
function authorised(): Record<string, string> {
  token ??= ask(tokenRequest("60"))[0]?.body.toString() ?? "";
  return { "X-aws-ec2-metadata-token": token };
}

const get = (path: string) => ask(["GET", path, authorised()])[0];
const texts = (...paths: string[]) =>
  ask(...paths.map((path): Request => ["GET", path, authorised()])).map(({ body }) => body.toString());
const text = (path: string) => texts(path)[0] ?? "";

describe("tokens", () => {
  test("with one everything is told, without one nothing", () => {
    const [answer] = ask(tokenRequest("21600"));
    expect(answer?.status).toBe(200);
    expect(answer?.headers["X-Aws-Ec2-Metadata-Token-Ttl-Seconds"]).toBe("21600");
    expect(text("/latest/meta-data/instance-id")).toBe("i-0123");
    expect(status("GET", "/latest/meta-data/instance-id")).toBe(401);
    expect(status("GET", "/")).toBe(401);
  });

  test("a life that is none, or longer than six hours, is refused", () => {
    const lives = ["", "0", "21601", "-1", "ten", "1.5"];
    expect(ask(...lives.map((life) => tokenRequest(life))).map((answer) => answer.status)).toEqual(
      lives.map(() => 400),
    );
  });

  test("one without a life, or through a proxy, is refused", () => {
    expect(status("PUT", "/latest/api/token")).toBe(400);
    expect(status(...tokenRequest("60", { "X-Forwarded-For": "10.0.0.1" }))).toBe(403);
  });

  test("what is no token is refused", () => {
    const wrong = ["made up", "OTk5OTk5OTk5OS5hYmNk", ""];
    const answers = ask(
      ...wrong.map((value): Request => ["GET", "/latest/meta-data/", { "X-aws-ec2-metadata-token": value }]),
    );
    expect(answers.map((answer) => answer.status)).toEqual(wrong.map(() => 401));
  });

  test("those of another machine, and those whose time is over, are refused", () => {
    const [expires = "", signature = ""] = Buffer.from(authorised()["X-aws-ec2-metadata-token"] ?? "", "base64")
      .toString()
      .split(".");
    const asked = (value: string) =>
      status("GET", "/latest/meta-data/", { "X-aws-ec2-metadata-token": Buffer.from(value).toString("base64") });
    expect(asked(`${expires}.${signature}`)).toBe(200);
    expect(asked(`${Number(expires) + 1}.${signature}`)).toBe(401);
    expect(asked(`1000000000.${signature}`)).toBe(401);
  });

  test("they may be left out where they are optional, but must not be wrong", () => {
    prepare({ metadataOptions: { ...instance.metadataOptions, httpTokens: "optional" } });
    expect(status("GET", "/latest/meta-data/instance-id")).toBe(200);
    expect(status("GET", "/latest/meta-data/instance-id", { "X-aws-ec2-metadata-token": "x" })).toBe(401);
  });

  test("a service that is switched off tells nobody anything", () => {
    prepare({ metadataOptions: { ...instance.metadataOptions, httpEndpoint: "disabled" } });
    expect(status(...tokenRequest("60"))).toBe(403);
  });
});

describe("metadata", () => {
  test("the tree is what EC2 shows", () => {
    expect(text("/").split("\n")).toEqual(expect.arrayContaining(["2009-04-04", "2021-03-23", "latest"]));
    expect(text("/latest/")).toBe("dynamic/\nmeta-data/");
    expect(text("/latest/meta-data/").split("\n")).toEqual([
      ...["ami-id", "ami-launch-index", "ami-manifest-path", "block-device-mapping/", "hostname", "instance-action"],
      ...["instance-id", "instance-type", "instance-life-cycle", "local-hostname", "local-ipv4", "mac", "network/"],
      ...["placement/", "profile", "system", "reservation-id", "security-groups", "public-hostname", "public-ipv4"],
      "services/",
    ]);
    expect(text("/latest/meta-data")).toBe(text("/2021-03-23/meta-data/"));
  });

  test("values stand where EC2 has them", () => {
    const values = {
      "local-hostname": "ip-127-31-0-4.eu-central-1.compute.internal",
      "local-ipv4": "127.31.0.4",
      "public-ipv4": "127.99.0.1",
      "placement/availability-zone": "eu-central-1b",
      mac: "02:00:00:00:00:01",
      "security-groups": "sg-1",
      "network/interfaces/macs/": "02:00:00:00:00:01/",
      "network/interfaces/macs/02:00:00:00:00:01/local-ipv4s": "127.31.0.4",
      "network/interfaces/macs/02:00:00:00:00:01/ipv4-associations/127.99.0.1": "127.31.0.4",
    };
    const found = texts(...Object.keys(values).map((path) => `/latest/meta-data/${path}`));
    expect(Object.fromEntries(Object.keys(values).map((path, index) => [path, found[index]]))).toEqual(values);
  });

  test("the identity document says who it is", () => {
    expect(JSON.parse(text("/latest/dynamic/instance-identity/document"))).toMatchObject({
      ...{ instanceId: "i-0123", region: "eu-central-1", architecture: "x86_64", imageId: "ami-1" },
    });
  });

  test("a machine without a public address has none to tell", () => {
    prepare({ publicIp: undefined });
    expect(get("/latest/meta-data/public-ipv4")?.status).toBe(404);
    expect(text("/latest/meta-data/")).not.toContain("public");
  });

  test("a machine with a profile has keys of its role, and others have none", () => {
    const place = "/latest/meta-data/iam/security-credentials/";
    expect(get(place)?.status).toBe(404);
    prepare({ profile: "web" });
    expect(text(place)).toBe("web");
    expect(JSON.parse(text(`${place}web`))).toMatchObject({ Code: "Success", Type: "AWS-HMAC" });
    expect(get(`${place}other`)?.status).toBe(404);
    expect(status("GET", `${place}web`)).toBe(401);
  });

  test("a key pair is listed by number and name", () => {
    cloud.put("catalogue.json", { keyPairs: { mine: "ssh-ed25519 AAAA me" } });
    prepare({ keyName: "mine" });
    expect(text("/latest/meta-data/public-keys/")).toBe("0=mine");
    expect(text("/latest/meta-data/public-keys/0/")).toBe("openssh-key");
    expect(text("/latest/meta-data/public-keys/0/openssh-key")).toBe("ssh-ed25519 AAAA me\n");
  });

  test("tags are told only where the instance says so", () => {
    expect(get("/latest/meta-data/tags/instance/Name")?.status).toBe(404);
    prepare({ metadataOptions: { ...instance.metadataOptions, instanceMetadataTags: "enabled" } });
    expect(text("/latest/meta-data/tags/instance/")).toBe("Name");
    expect(text("/latest/meta-data/tags/instance/Name")).toBe("web");
  });

  test("what is not there is not found", () => {
    const paths = [
      "/1999-01-01/meta-data/",
      "/latest/meta-data/nothing",
      "/latest/meta-data/mac/x",
      "/latest/constructor",
    ];
    const answers = ask(...paths.map((path): Request => ["GET", path, authorised()]));
    expect(answers.map((answer) => answer.status)).toEqual(paths.map(() => 404));
  });
});

describe("user data", () => {
  test("is told byte by byte, whatever the bytes are", () => {
    for (const bytes of [Buffer.from("#cloud-config\n"), gzipSync("#cloud-config\n"), randomBytes(16384)]) {
      prepare({}, bytes);
      expect(get("/latest/user-data")?.body.equals(bytes)).toBe(true);
    }
    expect(text("/latest/")).toBe("dynamic/\nmeta-data/\nuser-data");
  });

  test("is not there where none was given", () => {
    expect(get("/latest/user-data")?.status).toBe(404);
  });
});

describe("connections", () => {
  test("several requests on one are answered in order, and one that asks for an end gets it", () => {
    const field = `X-aws-ec2-metadata-token: ${authorised()["X-aws-ec2-metadata-token"]}\r\n`;
    const request = (path: string, more = "") => `GET /latest/meta-data/${path} HTTP/1.1\r\n${field}${more}\r\n`;
    const answers = send(
      request("mac") + request("nothing") + request("ami-id", "Connection: close\r\n") + request("mac"),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 404, 200]);
    expect(answers[2]?.headers.Connection).toBe("close");
  });

  test("HEAD is GET without the body, and other methods are refused", () => {
    const [answer] = send(
      `HEAD /latest/meta-data/mac HTTP/1.1\r\nX-aws-ec2-metadata-token: ${authorised()["X-aws-ec2-metadata-token"]}\r\n\r\n`,
    );
    expect(answer).toMatchObject({ status: 200, headers: { "Content-Length": "17" } });
    expect(answer?.body.length).toBe(0);
    expect(status("POST", "/latest/meta-data/", authorised())).toBe(405);
    expect(status("DELETE", "/latest/meta-data/", authorised())).toBe(405);
  });

  test("a length that is no length ends the connection", () => {
    expect(status("GET", "/", { "Content-Length": "many" })).toBe(400);
  });
});
