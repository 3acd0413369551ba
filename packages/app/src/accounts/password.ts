const minLength = 10;
const maxLength = 200;

/** What is said of a password that {@link readPassword} refuses. */
export const passwordRule = {
  field: "password",
  message: `A password has ${minLength} to ${maxLength} characters`,
};

/**
 * Reads a new password: 10 to 200 characters, in NFC so that it is the same on every keyboard.
 *
 * Nothing is asked of its letters (NIST SP 800-63B §5.1.1.2).
 */
export function readPassword(text: string): string | null {
  const password = toComparable(text);
  const { length } = [...password];
  return password.isWellFormed() && length >= minLength && length <= maxLength ? password : null;
}

/** A password as it is hashed and compared. */
export function toComparable(text: string): string {
  return text.normalize("NFC");
}
