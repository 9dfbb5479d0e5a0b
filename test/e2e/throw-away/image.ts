// SPDX-License-Identifier: Apache-2.0
// A program of its own, because jest keeps its environment from the processes that it starts: makes the image of ORDER, or
// finds it, and prints it.
import type { BakeOrder } from "../../../components/bake/order";
import { startBaker } from "../../../components/bake/start-baker";

startBaker(JSON.parse(process.env.ORDER ?? "") as BakeOrder, (line) => console.error(line)).then(
  (image) => console.log(JSON.stringify(image)),
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
