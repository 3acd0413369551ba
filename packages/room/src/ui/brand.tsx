import icon from "../icon.svg";

/** The sign and the name of the product. */
export function Brand() {
  return (
    <>
      <img src={icon} alt="" width={28} height={28} /> <span class="brand-name">Lectern</span>
    </>
  );
}
