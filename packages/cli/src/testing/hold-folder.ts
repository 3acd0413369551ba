import { lockFolder } from "../folder-lock.ts";

// A process that takes the folder of its first argument, says how that went, and stays.

const lock = lockFolder(process.argv[2] ?? "");
process.stdout.write(lock.ok ? "mine\n" : `${lock.error}\n`);
setInterval(() => {}, 60_000);
