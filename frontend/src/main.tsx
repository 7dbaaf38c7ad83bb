import { App, Frame } from "./app.tsx";
import { readHostPage } from "./host-page.ts";
import { mount } from "./mount.tsx";
import { words } from "./words.ts";

const host = readHostPage(window);

mount(
  host ? (
    <App publicKey={host.publicKey} getBearer={host.getToken} />
  ) : (
    <Frame>
      <div className="notice" data-code="no_host">
        <p className="notice-title">{words.noHostTitle}</p>
        <p>{words.noHostText}</p>
      </div>
    </Frame>
  ),
);
