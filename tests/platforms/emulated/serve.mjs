// Serves a Slack Web API on loopback until its standard input closes; prints its port's address when it is there.
import { createEmulator } from "emulate";

const [port, seed] = [Number(process.argv[2]), JSON.parse(process.argv[3])];
await createEmulator({ service: "slack", port, seed });
console.log("ready");
process.stdin.resume();
process.stdin.on("end", () => process.exit(0));
