import { type ReactNode, StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "./page.css";

/** Draws the page into its document. */
export function mount(page: ReactNode): void {
  const root = document.getElementById("root");
  if (root === null) throw new Error("the document has no #root");
  createRoot(root).render(<StrictMode>{page}</StrictMode>);
}
