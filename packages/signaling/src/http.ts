/** An import would read every member of the module, and one of them loads an HTTP client: 4 MB. */
export const { createServer } = process.getBuiltinModule("node:http");
