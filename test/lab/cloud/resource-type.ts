// SPDX-License-Identifier: Apache-2.0
import type { Properties } from "../../../tools/stand-ins/command-provider/values";
import type { CloudFolder } from "./folder";
import type { Difference, Failure, Fields } from "./shape";

/** What a handler gets beside the values. */
export interface Context {
  cloud: CloudFolder;
  /** The provider's own configuration, without its package's prefix: `region`. */
  config: Properties;
}

export interface Made {
  id: string;
  /** What the cloud has added to the inputs, or knows better. */
  outputs: Properties;
}

/**
 * One type of a cloud. Handlers get and give plain values: secrets are unwrapped before and wrapped again after, by the
 * property that they came in. Only `complete` and `check` meet values that are not known yet.
 */
export interface ResourceType {
  inputs: Fields;
  /** Properties that are no inputs. Nobody knows them before creation. */
  outputs: string[];
  /** Inputs that the provider itself adds, such as a name. */
  complete?(inputs: Properties, name: string, olds: Properties | undefined): Properties;
  /** What the provider refuses without asking the cloud, on top of unknown, missing and wrongly typed inputs. */
  check?(inputs: Properties): Failure[];
  /** Corrects the table's verdict. */
  compare?(changes: Map<string, Difference>, olds: Properties, news: Properties): void;
  /** Inputs as a preview shows them where the cloud adds something inside, such as an address in a list of interfaces. */
  planned?(inputs: Properties, state?: Properties): Properties;
  /** For what may exist only once, such as a fixed name. */
  deleteBeforeReplace?(news: Properties): boolean;
  create(inputs: Properties, context: Context): Promise<Made>;
  /** `undefined`: it is gone. */
  read(id: string, state: Properties, context: Context): Promise<Properties | undefined>;
  update?(id: string, inputs: Properties, state: Properties, context: Context): Promise<Properties>;
  /** Outputs that an update with these changes may alter. */
  altered?(changes: Map<string, Difference>): string[];
  delete(id: string, state: Properties, context: Context): Promise<void>;
}

/** A look-up. Arguments are checked by `inputs`; an error thrown is the cloud's answer. */
export interface LookUp {
  inputs: Fields;
  check?(inputs: Properties): Failure[];
  run(inputs: Properties, context: Context): Properties;
}

export interface CloudDefinition {
  /** The package, as in `pulumi-resource-<name>`. */
  name: string;
  version: string;
  resources: Record<string, ResourceType>;
  lookUps: Record<string, LookUp>;
  /** What is wrong with the provider's configuration. */
  checkConfig(config: Properties): Failure[];
}
