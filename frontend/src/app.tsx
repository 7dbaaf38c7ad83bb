import { type ReactNode, useCallback, useEffect, useState } from "react";
import { ErrorBoundary } from "react-error-boundary";
import { Chat } from "./chat.tsx";
import { type Failure, needsSignIn, readFailure } from "./failure.ts";
import { FailureNotice, SignInAgain } from "./notices.tsx";
import { type GetBearer, openSession, type Session } from "./session.ts";
import { getTenantConfig, type TenantConfig } from "./tenant-config.ts";
import { words } from "./words.ts";

interface AppProps {
  /** Names the retailer; stands in the host's page. */
  publicKey: string;
  getBearer: GetBearer;
  /** What the host adds to the head of the page. */
  aside?: ReactNode;
}

type Opening =
  | { is: "opening" }
  | { is: "failed"; failure: Failure; config: TenantConfig | undefined }
  | { is: "open"; session: Session; config: TenantConfig };

/** The page for one signed-in customer: opens the session, then shows the chat. */
export function App({ publicKey, getBearer, aside }: AppProps) {
  const [opening, setOpening] = useState<Opening>({ is: "opening" });

  const open = useCallback(async (): Promise<Opening> => {
    let config: TenantConfig | undefined;
    try {
      config = await getTenantConfig(publicKey, fetch);
      const session = await openSession({ getBearer, fetch: (...call) => fetch(...call), elapsedMs });
      return { is: "open", session, config };
    } catch (error) {
      return { is: "failed", failure: readFailure(error), config };
    }
  }, [publicKey, getBearer]);

  useEffect(() => {
    // React may run an effect twice; a chat that mixes the two sessions would be refused.
    let isCurrent = true;
    void open().then((opened) => {
      if (isCurrent) setOpening(opened);
    });
    return () => {
      isCurrent = false;
    };
  }, [open]);

  async function openAgain() {
    setOpening({ is: "opening" });
    setOpening(await open());
  }

  const config = opening.is === "opening" ? undefined : opening.config;
  return (
    <Frame retailer={config?.display_name} aside={aside}>
      {opening.is === "opening" && (
        <p className="opening" role="status">
          {words.opening}
        </p>
      )}
      {opening.is === "failed" && needsSignIn(opening.failure) && <SignInAgain onSignIn={openAgain} />}
      {opening.is === "failed" && !needsSignIn(opening.failure) && (
        <FailureNotice
          title={words.failureAtStart}
          failure={opening.failure}
          supportPhone={config?.support_phone}
          onRetry={openAgain}
        />
      )}
      {opening.is === "open" && <OpenChat session={opening.session} config={opening.config} />}
    </Frame>
  );
}

/** Holds what outlives a conversation: the draft. */
function OpenChat({ session, config }: { session: Session; config: TenantConfig }) {
  const [draft, setDraft] = useState("");
  const [conversationId, setConversationId] = useState(session.conversationId());
  return (
    <Chat
      key={conversationId}
      session={session}
      config={config}
      draft={draft}
      onDraft={setDraft}
      onReplaced={(unsent) => {
        setDraft((kept) => kept || unsent);
        setConversationId(session.conversationId());
      }}
    />
  );
}

interface FrameProps {
  retailer?: string | undefined;
  aside?: ReactNode;
  children: ReactNode;
}

/** The page around whatever is shown, and the last fence against a fault in it. */
export function Frame({ retailer, aside, children }: FrameProps) {
  return (
    <div className="page">
      <header>
        <div>
          <h1>{retailer === undefined ? words.untitled : words.title(retailer)}</h1>
          <p className="subtitle">{words.subtitle}</p>
        </div>
        {aside}
      </header>
      <main>
        <ErrorBoundary FallbackComponent={Broken}>{children}</ErrorBoundary>
      </main>
    </div>
  );
}

function Broken({ resetErrorBoundary }: { resetErrorBoundary: () => void }) {
  const failure = { code: "broken", retryable: true };
  return (
    <FailureNotice
      title={words.failureAtStart}
      failure={failure}
      supportPhone={undefined}
      onRetry={resetErrorBoundary}
    />
  );
}

const elapsedMs = () => performance.now();
