import { describeCancel } from "./cancel-cases.ts";
import { mockPf360 } from "./nock-pf360.ts";

mockPf360();
describeCancel("cancel-reschedule");
