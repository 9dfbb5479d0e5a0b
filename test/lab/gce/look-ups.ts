// SPDX-License-Identifier: Apache-2.0
import type { Properties } from "../../../tools/stand-ins/command-provider/values";
import type { Context, LookUp } from "../cloud/resource-type";
import { string } from "../cloud/shape";
import { notFound } from "./answers";
import { regions, zonesOf } from "./catalog";
import { getInstanceGuestAttributes } from "./guest-attributes";
import { getImage, getImages } from "./image-look-ups";
import { getInstanceTemplate } from "./instance-template";
import { lastOf, projectNumber, projectOf, regionOfInputs, selfLink } from "./names";
import { findNetwork, findSubnetwork } from "./networks";

const project = string;

const getNetwork: LookUp = {
  inputs: { project, name: string, selfLink: string },
  run: (inputs, { cloud, config }) => {
    const owner = projectOf(inputs, config);
    const { id, network } = findNetwork(cloud, (inputs.selfLink ?? inputs.name) as string, owner);
    const places = network.subnetworks.flatMap(({ name, region }) =>
      (region === undefined ? Object.keys(regions) : [region]).map((one) =>
        selfLink(`projects/${owner}/regions/${one}/subnetworks/${name}`),
      ),
    );
    return {
      id,
      name: network.name,
      project: owner,
      description: "",
      gatewayIpv4: "",
      internalIpv6Range: "",
      networkId: Number(projectNumber(id)),
      numericId: projectNumber(id),
      selfLink: selfLink(id),
      subnetworksSelfLinks: places,
    };
  },
};

const getSubnetwork: LookUp = {
  inputs: { project, name: string, region: string, selfLink: string },
  run: (inputs, context) => {
    const owner = projectOf(inputs, context.config);
    const region = regionOfLink(inputs, context);
    const { id, network, range } = findSubnetwork(
      context.cloud,
      (inputs.selfLink ?? inputs.name) as string,
      owner,
      region,
    );
    return {
      id,
      name: lastOf(id),
      project: owner,
      region,
      network: selfLink(`projects/${owner}/global/networks/${network.name}`),
      ipCidrRange: range,
      gatewayAddress: range.replace(/\.0\/\d+$/, ".1"),
      description: "",
      privateIpGoogleAccess: false,
      secondaryIpRanges: [],
      selfLink: selfLink(id),
      stackType: "IPV4_ONLY",
      subnetworkId: Number(projectNumber(id)),
    };
  },
};

function regionOfLink(inputs: Properties, { config }: Context): string {
  const [, region] = /\/regions\/([^/]+)\//.exec((inputs.selfLink ?? "") as string) ?? [];
  return region ?? regionOfInputs(inputs, config);
}

const getZones: LookUp = {
  inputs: { project, region: string, status: string },
  run: (inputs, { config }) => {
    const [owner, region] = [projectOf(inputs, config), regionOfInputs(inputs, config)];
    if (!regions[region]) throw notFound(`projects/${owner}/regions/${region}`);
    const names = inputs.status === "DOWN" ? [] : zonesOf(region);
    return { id: `projects/${owner}/regions/${region}`, project: owner, region, names };
  },
};

const getClientConfig: LookUp = {
  inputs: {},
  run: (_inputs, { config }) => {
    const { project: owner = "", region = "", zone = "" } = config as Record<string, string>;
    return {
      id: `projects/"${owner}"/regions/"${region}"/zones/"${zone}"`,
      project: owner,
      region,
      zone,
      accessToken: "laboratory",
      defaultLabels: {},
    };
  },
};

export const lookUps: Record<string, LookUp> = {
  "gcp:compute/getImage:getImage": getImage,
  "gcp:compute/getImages:getImages": getImages,
  "gcp:compute/getInstanceGuestAttributes:getInstanceGuestAttributes": getInstanceGuestAttributes,
  "gcp:compute/getInstanceTemplate:getInstanceTemplate": getInstanceTemplate,
  "gcp:compute/getNetwork:getNetwork": getNetwork,
  "gcp:compute/getSubnetwork:getSubnetwork": getSubnetwork,
  "gcp:compute/getZones:getZones": getZones,
  "gcp:organizations/getClientConfig:getClientConfig": getClientConfig,
};
