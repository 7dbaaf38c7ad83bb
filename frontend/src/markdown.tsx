import { type ComponentProps, memo } from "react";
import Markdown from "react-markdown";
import { markdownRules } from "./markdown-rules.ts";
import { words } from "./words.ts";

interface MarkdownTextProps {
  text: string;
  linkHosts: readonly string[];
}

/** An answer's markdown by `markdownRules`. Memoised: while one answer streams, the others are not parsed again. */
export const MarkdownText = memo(function MarkdownText({ text, linkHosts }: MarkdownTextProps) {
  return (
    <Markdown {...markdownRules(linkHosts)} components={{ a: Link }}>
      {text}
    </Markdown>
  );
});

function Link({ href, children }: ComponentProps<"a">) {
  if (!href) return <span>{children}</span>;
  return (
    <a href={href} target="_blank" rel="noopener noreferrer">
      {children}
      <span className="hidden"> {words.opensNewTab}</span>
    </a>
  );
}
