// SPDX-License-Identifier: Apache-2.0
import { contains } from "../cloud/cidr";
import type { CloudFolder } from "../cloud/folder";
import { internetGateways, madeVpcs, routes, routeTableAssociations, routeTables } from "./records";

/** Whether answers of a subnet's machines find their way to an address outside: by a route to an attached gateway. */
export function leadsTo(cloud: CloudFolder, address: string, subnet: { subnetId: string; vpcId: string }): boolean {
  const associated = cloud.all(routeTableAssociations).find(({ subnetId }) => subnetId === subnet.subnetId);
  const table = associated?.tableId ?? cloud.all(routeTables).find((one) => one.main && one.vpcId === subnet.vpcId)?.id;
  // Those VPCs that exist in every region have no main table here, and lead everywhere.
  if (table === undefined) return true;
  return cloud
    .all(routes)
    .some(
      ({ tableId, cidr, gatewayId }) =>
        tableId === table && contains(cidr, address) && cloud.find(internetGateways, gatewayId)?.vpcId === subnet.vpcId,
    );
}

/** Whether a VPC has a gateway, without which EC2 gives no Elastic IP to its machines. */
export function hasGateway(cloud: CloudFolder, vpcId: string): boolean {
  const made = cloud.find(madeVpcs, vpcId) !== undefined;
  return !made || cloud.all(internetGateways).some((gateway) => gateway.vpcId === vpcId);
}
