import { MessagePage } from "./message-page.tsx";

/** What a page of a link says when it was opened without the link's secret, or loaded anew. */
export function LostLink() {
  return (
    <MessagePage
      title="Open the link once more"
      text="Use the whole link as it was given to you. For safety the browser does not keep it."
    />
  );
}
