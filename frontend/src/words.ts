import type { StatusPhase } from "#frontend-bff/stream/chat-part.ts";
import type { DayMark } from "./days.ts";

/** The language of the words below; dates are written in it too. */
export const language = "en";

/** All words of the page, in one place, in one language so far. Nothing a customer reads stands anywhere else. */
export const words = {
  assistant: "Assistant",
  untitled: "Appointment assistant",
  you: "You",
  title: (retailer: string) => `${retailer} appointments`,
  subtitle: "Book, check or cancel your installation visit",
  opening: "Opening your chat…",

  conversation: "Conversation",
  emptyTitle: "How can I help with your installation?",
  emptyText:
    "Ask in your own words. I can find dates, book or cancel a visit, tell you how your project stands, and leave a note.",
  suggestionsLabel: "Suggestions",
  suggestions: [
    "I'd like to schedule my installation",
    "Show me my projects",
    "When is my appointment?",
    "What are your business hours?",
  ],

  history: {
    loading: "Loading your conversation…",
    failed: "What was said before could not be loaded. You can write all the same.",
    showOlder: "Show earlier messages",
    older: {
      idle: "",
      loading: "Loading earlier messages…",
      failed: "They could not be loaded. Please try again.",
    },
    beginning: "Messages are kept for 24 hours. There are none before this one.",
    today: "Today",
    yesterday: "Yesterday",
  },

  deletion: {
    open: "Delete this conversation",
    title: "Delete this conversation?",
    text: "All messages of this conversation and what the assistant remembers of it will be deleted, and you will be signed out of this chat on all your devices. This cannot be undone.",
    keeps:
      "Appointments that you have booked stay booked, and notes that you have left stay with the office.",
    confirm: "Delete",
    cancel: "Keep it",
    deleting: "Deleting…",
    failedTitle: "Not finished",
    failedText: "Please try again; that does no harm.",
    deletedTitle: "Conversation deleted",
    deletedAt: (day: string, time: string) => `Deleted on ${day} at ${time}.`,
    incomplete:
      "A part of it is still being deleted. Please call us if you want to be sure, with this number:",
    receiptNumber: "Keep this number if you want to ask about it later:",
    copy: "Copy the number",
    copied: "Copied",
    notCopied: "Please select the number and copy it",
    close: "Close",
  },

  composerLabel: "Message",
  composerPlaceholder: "Write a message",
  composerHint: "Enter sends, Shift + Enter starts a new line",
  send: "Send",
  stop: "Stop",

  /** By the code of `data-status`. */
  phases: {
    thinking: "Thinking…",
    looking_up: "Looking that up…",
    list_projects: "Looking at your projects…",
    list_all_projects: "Looking at your projects…",
    get_project_details: "Looking at your project…",
    get_project_status: "Looking at your project…",
    get_available_dates: "Looking for free dates…",
    get_time_slots: "Looking for free times…",
    confirm_appointment: "Preparing your appointment…",
    cancel_appointment: "Preparing the cancellation…",
    get_business_hours: "Looking up the opening hours…",
    get_technician_info: "Looking up your technician…",
    add_note: "Adding your note…",
    get_notes: "Looking up the notes…",
    writing: "Writing…",
  } satisfies Record<StatusPhase, string>,

  confirmation: {
    confirm_appointment: "Book this appointment?",
    cancel_appointment: "Cancel this appointment?",
    dryRun: "Trial run: nothing will be booked or cancelled.",
    project: "Project",
    order: "Order",
    date: "Date",
    time: "Time",
    yes: "Yes, book it",
    yesCancel: "Yes, cancel it",
    no: "No",
    saidYes: "Yes, please.",
    saidNo: "No, thank you.",
    approved: "You said yes.",
    declined: "You said no.",
    expired: "This question is no longer open.",
    replaced: "A newer question has taken its place.",
  },

  /** By code. What the customer can do stands in the sentence or beside it, as a button. */
  failures: {
    network: "The connection was lost. Check your internet connection and try again.",
    cut_short: "The answer broke off before it was complete. Try again, or ask what has been done so far.",
    unexpected_answer: "Something went wrong on our side, and your message was not answered.",
    invalid_request: "That message could not be read. Please write it in another way.",
    message_too_long: "That message is too long. Please write a shorter one.",
    body_too_large: "That message is too long. Please write a shorter one.",
    turn_running: "The last message is still being answered. Please wait a moment and try again.",
    turn_timeout: "The answer took too long. Please try again.",
    wrong_conversation: "This conversation is over. Your message is kept; try again in a new one.",
    conversation_gone: "This conversation is over. Your message is kept; try again in a new one.",
    agent_busy: "The assistant is very busy. Please try again in a minute.",
    agent_silent: "The assistant gave no answer. Please try again.",
    agent_failed: "The assistant could not answer. Please try again.",
    agent_unavailable: "The assistant is not available right now.",
    agent_forbidden: "The assistant is not available right now.",
    agent_not_found: "The assistant is not available right now.",
    agent_stopped: "The answer was stopped.",
    agent_leaked_markup: "The assistant could not answer. Please try again.",
    unauthorized: "You are signed out. Sign in on your retailer's page, then try again.",
    reauth_required: "You are signed out. Sign in on your retailer's page, then try again.",
    deletion_incomplete: "Not everything could be deleted yet. Nobody is shown any of it any more.",
    origin_refused: "This chat cannot be used from this page.",
    rate_limited: "That was a lot in a short time. Please wait a minute and try again.",
    replaced: "This conversation is over. A new one has begun.",
    upstream_busy: "The scheduling system is busy. Please try again in a minute.",
    upstream_down: "The scheduling system cannot be reached right now. Please try again later.",
    bug: "Something went wrong on our side. We are sorry.",
    not_found: "This page is not set up for your retailer.",
    render: "This message could not be shown.",
  } as Readonly<Record<string, string>>,
  failureUnknown: "Something went wrong on our side.",
  failureTitle: "Not answered",
  failureAtStart: "The chat could not be opened",
  retry: "Try again",
  reference: (requestId: string) => `Reference: ${requestId}`,
  callUs: "You can also call us:",

  signInAgainTitle: "Please sign in again",
  signInAgainText: "For your safety you were signed out after a while. What you were writing is kept.",
  signInAgain: "Sign in again",
  signingIn: "Signing in…",
  signInFailed: "Signing in did not work. Sign in on your retailer's page, then try again.",

  noHostTitle: "Sign in to chat",
  noHostText: "This chat opens from your retailer's page. Please sign in there and open it again.",

  opensNewTab: "(opens in a new tab)",
};

/** The words of a failure's code; never the code itself. */
export function failureWords(code: string): string {
  return words.failures[code] ?? words.failureUnknown;
}

/** The words of the line above the messages of one day. */
export function dayWords({ kind, date }: DayMark): string {
  return kind === "date" ? date : words.history[kind];
}

/** An instant as the words of a receipt, in the browser's own zone. */
export function deletedAtWords(instant: Date): string {
  const day = new Intl.DateTimeFormat(language, { dateStyle: "long" }).format(instant);
  const time = new Intl.DateTimeFormat(language, { timeStyle: "short" }).format(instant);
  return words.deletion.deletedAt(day, time);
}
