/** A link to hand on; a click chooses all of it. */
export function LinkAddress({
  label,
  address,
}: {
  readonly label: string;
  readonly address: string;
}) {
  return (
    <input
      class="link-address"
      readOnly
      aria-label={label}
      value={address}
      onFocus={(event) => event.currentTarget.select()}
    />
  );
}
