import { type RefObject, useEffect, useLayoutEffect, useRef } from "react";

const nearEndPx = 80;

interface StuckToEnd {
  element: RefObject<HTMLElement | null>;
  /** Notes where the reader is, at the moment at which they ask for content above: a busy page tells a scroll late. */
  notePlace: () => void;
}

/**
 * Keeps a scrolling element at its end while the reader is near it, through new content and changes of its size; who has
 * scrolled up to read is left there, and brought back when `said`, the number of their own messages, grows. Content that
 * comes above, told by another id of the first message, moves nothing that is in view.
 */
export function useStickToEnd(said: number, firstId: string | undefined): StuckToEnd {
  const element = useRef<HTMLElement>(null);
  const fromEnd = useRef(0);

  useEffect(() => {
    const scroller = element.current;
    if (scroller === null) return;
    const note = () => {
      fromEnd.current = distanceFromEnd(scroller);
    };
    const follow = () => {
      if (fromEnd.current < nearEndPx) scroller.scrollTo({ top: scroller.scrollHeight });
      else note();
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

  const knownFirst = useRef(firstId);
  useLayoutEffect(() => {
    const scroller = element.current;
    const isFirstContent = knownFirst.current === undefined;
    knownFirst.current = firstId;
    if (scroller === null || isFirstContent) return;
    scroller.scrollTop = scroller.scrollHeight - scroller.clientHeight - fromEnd.current;
  }, [firstId]);

  useEffect(() => {
    if (said === 0) return;
    fromEnd.current = 0;
    element.current?.scrollTo({ top: element.current.scrollHeight });
  }, [said]);

  function notePlace(): void {
    if (element.current) fromEnd.current = distanceFromEnd(element.current);
  }

  return { element, notePlace };
}

function distanceFromEnd({ scrollHeight, scrollTop, clientHeight }: HTMLElement): number {
  return scrollHeight - scrollTop - clientHeight;
}
