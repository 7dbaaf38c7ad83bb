import { describeAvailability } from "./availability-cases.ts";
import { mockPf360 } from "./nock-pf360.ts";

mockPf360();
describeAvailability("get-rescheduler-slots");
