import { addressKey } from "@lectern/protocol/address-key";
import type { FastifyRequest } from "fastify";
import type { Context } from "../context.ts";
import { deviceCookie } from "../sessions/cookies.ts";
import { knownDevice } from "../sessions/device-cookie.ts";
import type { Attempt } from "./sign-in-guard.ts";

/** Who a request tries to sign in as, from where. */
export function attemptOf(context: Context, request: FastifyRequest, username: string): Attempt {
  return {
    username,
    address: addressKey(request.ip),
    device: knownDevice(request.cookies[deviceCookie], username, context.deviceKey),
  };
}
