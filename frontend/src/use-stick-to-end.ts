import { type RefObject, useEffect, useRef } from "react";

const nearEndPx = 80;

/** Keeps a scrolling element at its end while the reader is near it; who has scrolled up to read is left there. */
export function useStickToEnd(): RefObject<HTMLElement | null> {
  const element = useRef<HTMLElement>(null);

  useEffect(() => {
    const scroller = element.current;
    if (scroller === null) return;
    let isNearEnd = true;
    const note = () => {
      isNearEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < nearEndPx;
    };
    const follow = new MutationObserver(() => {
      if (isNearEnd) scroller.scrollTo({ top: scroller.scrollHeight });
    });
    scroller.addEventListener("scroll", note, { passive: true });
    follow.observe(scroller, { childList: true, subtree: true, characterData: true });
    return () => {
      scroller.removeEventListener("scroll", note);
      follow.disconnect();
    };
  }, []);

  return element;
}
