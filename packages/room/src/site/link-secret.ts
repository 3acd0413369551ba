/** The secret of a one-time or guest link; taken out of the address, so that it stays in no history. */
export const linkSecret = takeSecret();

function takeSecret(): string {
  const secret = location.hash.slice(1);
  if (secret) history.replaceState(null, "", location.pathname);
  return secret;
}
