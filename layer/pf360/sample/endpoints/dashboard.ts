import { officeOf } from "../office.ts";
import { dashboardRow } from "../row/dashboard-row.ts";
import { answered, type Endpoint } from "./endpoint.ts";

/** Every project of the customer as a flat row of some 20 KB; no paging, no filter. */
export const getDashboard: Endpoint = {
  method: "GET",
  path: "/dashboard/get/{client}/{customer}",
  answer: ({ customer }) => answered("Dashboard data", customer.projects.map(dashboardRow)),
};

const dayNames = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

export const getBusinessHours: Endpoint = {
  method: "GET",
  path: "/scheduler/client/{client}/business-hours",
  answer({ customer }) {
    const { hours } = officeOf(customer.clientId);
    const workHours = dayNames.map((day, index) => {
      const open = hours[index];
      return open ? { day, is_working: true, start: open[0], end: open[1] } : { day, is_working: false };
    });
    return answered("Business hours", { workHours });
  },
};
