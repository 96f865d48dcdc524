// Serves Slack's Web API on loopback until its standard input closes. Each line there, with a port and what the
// workspace begins with, puts a new workspace in the place of the one before; the answer says when it is there.
import { createInterface } from "node:readline";
import { createEmulator } from "emulate";

let served;
for await (const line of createInterface({ input: process.stdin })) {
  const { port, seed } = JSON.parse(line);
  await served?.close();
  served = await createEmulator({ service: "slack", port, seed });
  console.log("ready");
}
process.exit(0);
