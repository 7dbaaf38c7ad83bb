import { type RefObject, useEffect, useRef } from "react";

const nearEndPx = 80;

/**
 * Keeps a scrolling element at its end while the reader is near it, through new content and changes of its size; who has
 * scrolled up to read is left there, and brought back when `said`, the number of their own messages, grows.
 */
export function useStickToEnd(said: number): RefObject<HTMLElement | null> {
  const element = useRef<HTMLElement>(null);
  const isNearEnd = useRef(true);

  useEffect(() => {
    const scroller = element.current;
    if (scroller === null) return;
    const note = () => {
      isNearEnd.current = distanceFromEnd(scroller) < nearEndPx;
    };
    const follow = () => {
      if (isNearEnd.current) scroller.scrollTo({ top: scroller.scrollHeight });
    };
    const content = new MutationObserver(follow);
    // A turned phone or an opened keyboard moves the end without any new content.
    const size = new ResizeObserver(follow);
    scroller.addEventListener("scroll", note, { passive: true });
    content.observe(scroller, { childList: true, subtree: true, characterData: true });
    size.observe(scroller);
    return () => {
      scroller.removeEventListener("scroll", note);
      content.disconnect();
      size.disconnect();
    };
  }, []);

  useEffect(() => {
    if (said === 0) return;
    isNearEnd.current = true;
    element.current?.scrollTo({ top: element.current.scrollHeight });
  }, [said]);

  return element;
}

function distanceFromEnd({ scrollHeight, scrollTop, clientHeight }: HTMLElement): number {
  return scrollHeight - scrollTop - clientHeight;
}
