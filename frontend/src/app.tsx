import { type ReactNode, type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { ErrorBoundary } from "react-error-boundary";
import { Chat } from "./chat.tsx";
import { DeletionDialog } from "./deletion-dialog.tsx";
import { type Failure, needsSignIn, readFailure } from "./failure.ts";
import { FailureNotice, SignInAgain } from "./notices.tsx";
import { openSession, type Session } from "./session.ts";
import type { GetBearer } from "./session-requests.ts";
import { getTenantConfig, type TenantConfig } from "./tenant-config.ts";
import { words } from "./words.ts";

interface AppProps {
  /** Names the retailer; stands in the host's page. */
  publicKey: string;
  getBearer: GetBearer;
  /** What the host adds to the head of the page. */
  aside?: ReactNode;
}

type Opened =
  | { is: "failed"; failure: Failure; config: TenantConfig | undefined }
  | { is: "open"; session: Session; config: TenantConfig; attempt: number };

/** The page for one signed-in customer: opens the session, then shows the chat. Ends the session when it is taken away. */
export function App({ publicKey, getBearer, aside }: AppProps) {
  const [opening, setOpening] = useState<Opened | { is: "opening" }>({ is: "opening" });
  const [config, setConfig] = useState<TenantConfig>();
  const [deletionOf, setDeletionOf] = useState<Session>();
  const field = useRef<HTMLTextAreaElement>(null);
  const attempts = useRef(0);
  const openedSession = useRef<Session>(undefined);

  const open = useCallback(async (): Promise<void> => {
    attempts.current += 1;
    const attempt = attempts.current;
    const opened = await openPage(publicKey, getBearer, attempt);
    const session = opened.is === "open" ? opened.session : undefined;
    // React may run an effect twice; a chat that mixes the two sessions would be refused.
    if (attempt !== attempts.current) return session?.end();
    openedSession.current = session;
    setConfig(opened.config);
    setOpening(opened);
  }, [publicKey, getBearer]);

  useEffect(() => {
    void open();
    return () => {
      attempts.current += 1;
      openedSession.current?.end();
      openedSession.current = undefined;
    };
  }, [open]);

  function openAgain() {
    setOpening({ is: "opening" });
    return open();
  }

  return (
    <Frame
      retailer={config?.display_name}
      aside={
        <div className="head-tools">
          {aside}
          {opening.is === "open" && (
            <button type="button" className="plain" onClick={() => setDeletionOf(opening.session)}>
              {words.deletion.open}
            </button>
          )}
        </div>
      }
    >
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
      {opening.is === "open" && (
        <OpenChat key={opening.attempt} session={opening.session} config={opening.config} field={field} />
      )}
      {deletionOf && (
        <DeletionDialog
          session={deletionOf}
          supportPhone={config?.support_phone}
          onDeleted={openAgain}
          onClose={(isDeleted) => {
            setDeletionOf(undefined);
            // The button that opened the dialog has gone with the conversation that it was for.
            if (isDeleted) field.current?.focus();
          }}
        />
      )}
    </Frame>
  );
}

async function openPage(publicKey: string, getBearer: GetBearer, attempt: number): Promise<Opened> {
  let config: TenantConfig | undefined;
  try {
    config = await getTenantConfig(publicKey, fetch);
    const session = await openSession({ getBearer, fetch: (...call) => fetch(...call), elapsedMs });
    return { is: "open", session, config, attempt };
  } catch (error) {
    return { is: "failed", failure: readFailure(error), config };
  }
}

interface OpenChatProps {
  session: Session;
  config: TenantConfig;
  field: RefObject<HTMLTextAreaElement | null>;
}

/** Holds what outlives a conversation: the draft, as long as it is the same customer's. */
function OpenChat({ session, config, field }: OpenChatProps) {
  const [draft, setDraft] = useState("");
  const [conversationId, setConversationId] = useState(session.conversationId());
  return (
    <Chat
      key={conversationId}
      session={session}
      config={config}
      draft={draft}
      onDraft={setDraft}
      onReplaced={({ isSameCustomer }, unsent) => {
        setDraft((kept) => (isSameCustomer ? kept || unsent : ""));
        setConversationId(session.conversationId());
      }}
      field={field}
      nowMs={nowMs}
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
/** The time of day for what is shown alone; a wrong one on the customer's machine spoils nothing else. */
const nowMs = () => performance.timeOrigin + performance.now();
