import { Type } from "typebox";

// Lengths here only bound the work; names, titles and passwords have readers of their own.
const text = (maxLength: number) => Type.String({ maxLength });

// One that cannot be right is refused as one that is not: a person copied a link in part.
const secret = text(200);
const role = Type.Union([
  Type.Literal("administrator"),
  Type.Literal("teacher"),
  Type.Literal("student"),
]);

/** The bodies and parameters that the routes take. */
export const idParams = Type.Object({ id: Type.String() });
export const memberParams = Type.Object({ id: Type.String(), accountId: Type.String() });
export const actorParams = Type.Object({ id: Type.String(), actor: Type.String() });
export const directoryQuery = Type.Object({ query: text(200) });

export const signInBody = Type.Object({ username: text(200), password: text(1000) });
export const secretBody = Type.Object({ secret });
export const acceptLinkBody = Type.Object({
  secret,
  name: Type.Optional(text(400)),
  username: Type.Optional(text(200)),
  password: text(1000),
});

export const nameBody = Type.Object({ name: text(400) });
export const passwordBody = Type.Object({ current: text(1000), next: text(1000) });
export const newAccountBody = Type.Object({ name: text(400), username: text(200), role });
export const accountBody = Type.Object({ name: text(400), role, disabled: Type.Boolean() });

export const titleBody = Type.Object({ title: text(1000) });
export const actorBody = Type.Object({ actor: text(128) });
export const memberBody = Type.Object({ accountId: text(64) });
export const pasteBody = Type.Object({
  text: text(64 * 1024),
  createNamesakes: Type.Optional(Type.Boolean()),
});
export const guestBody = Type.Object({ secret, name: text(400) });
