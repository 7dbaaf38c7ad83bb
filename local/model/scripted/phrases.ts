/** What a customer can be after, in the order in which the table below is tried. */
export type Intent = keyof typeof specialistOf;

export type Specialist = (typeof specialistOf)[Intent];

/** Which specialist serves an intent. */
export const specialistOf = {
  add_note: "notes",
  get_notes: "notes",
  move: "scheduling",
  move_or_cancel: "scheduling",
  cancel: "scheduling",
  hours: "scheduling",
  contact: "scheduling",
  schedule: "scheduling",
  appointment: "scheduling",
  projects: "scheduling",
  all_projects: "information",
  technician: "information",
  status: "information",
  details: "information",
  outside: "chitchat",
  greeting: "chitchat",
  thanks: "chitchat",
  farewell: "chitchat",
  help: "chitchat",
  feeling: "chitchat",
} as const;

/** Who reads notes, with the words before it: "the door installers", but no "me". */
export const crew =
  "(?:(?!me |us |you )[a-z']+ ){0,3}?(?:installers?|technicians?|crew|team|drivers?|guys|workers?|fitters?|contractors?|office|store|them)\\b";
const finished = "(?:finished|completed|past|old|previous|closed|cancell?ed|done)";
const work = "(?:projects?|orders?|jobs?)";

/** First match wins. `unless` keeps a phrase from reading too much into a sentence. Tried on each clause of the words. */
const table: readonly { intent: Intent; when: RegExp; unless?: RegExp }[] = [
  {
    intent: "add_note",
    when: new RegExp(
      `\\b(?:add|leave|make|write|put|take|create|attach|save)\\b.{0,40}\\bnote\\b|\\b(?:add|leave|write)\\b.{0,25}\\bnotes\\b|\\bnote (?:that|down|to|for)\\b|\\bnote:|^(?:please )?note\\b|\\b(?:tell|inform|remind|warn) ${crew}|\\blet ${crew} know\\b|\\b(?:add|pass on) something (?:for|to) ${crew}|\\bmessage (?:to|for) ${crew}|\\bleave\\b.{0,15}\\bmessage\\b|\\b(?:add|leave|write) (?:one|another|this)\\s?:`,
    ),
  },
  { intent: "get_notes", when: /\bnotes?\b/ },
  {
    intent: "outside",
    when: /\b(?:weather|forecast|rain|snow|jokes?|news|prices?|pricing|costs?|how much|discounts?|refunds?|invoices?|pay|payments?|fees?|charges?|flights?|hotels?|restaurants?|pizza|taxi|stocks?|bitcoin|recipes?|poems?|songs?|translate|movies?|football|president|capital of|homework|system prompt|ignore (?:all|your|the|previous)|session id|(?:another|other) customers?|passwords?)\b/,
  },
  {
    intent: "move",
    when: /\bre-?schedul|\b(?:move|postpone|push|shift|bring forward|change|switch|swap)\b.{0,40}\b(?:appointments?|visits?|installations?|install|bookings?|date|day|time|slot|it|that|this|to)\b|^(?:please )?(?:move|postpone)\b|\b(?:move|postpone)(?: it)?(?: please)?$/,
    unless: /\bpending reschedul/,
  },
  {
    intent: "move_or_cancel",
    when: /\b(?:can'?t|cannot|won't|not able to|unable to)\b.{0,25}\b(?:make it|make (?:my|the|that)|be (?:home|there|around))\b|\bsomething came up\b/,
  },
  {
    intent: "cancel",
    when: /\bcancel(?:ling|ing)?\b|\bget rid of\b|\bcall(?:ing)? off\b|\bcancellation\b/,
    unless:
      /\b(?:don't|do not|never|not|without)\b.{0,20}\bcancel|\b(?:if|when(?:'s)?|how|latest)\b.{0,30}\bcancel|\bcancel(?:lation)? policy\b/,
  },
  {
    intent: "hours",
    when: /\bhours\b|\b(?:when|what time|what days|are|until when|how late)\b.{0,20}\b(?:you|they|office|store)\b.{0,10}\b(?:open|close[ds]?)\b|\bopen (?:on|today|tomorrow|sat|sun)/,
  },
  {
    intent: "contact",
    when: /\b(?:phone|telephone|what) number\b|\bwho (?:do|can|should) (?:i|we) (?:call|contact)\b|\b(?:call|phone|reach|contact|email) you\b|\b(?:talk|speak) (?:to|with) (?:a |an |some)?(?:human|person|someone|somebody|one|agent|representative)\b/,
  },
  {
    intent: "schedule",
    when: /\bavailab|\bopenings?\b|\b(?:free|open) (?:slots?|dates?|times?|days?)\b|\bwhen can\b|\bwhen(?:'s| is| would be) the (?:soonest|earliest|first|next)\b|\b(?:what|which|any|show me|see|other) (?:the )?(?:dates|days|times|slots)\b/,
    unless: /\bopen on\b/,
  },
  {
    intent: "all_projects",
    when: new RegExp(
      `\\b(?:all|every|${finished})\\b.{0,25}\\b${work}\\b|\\b(?:including|even|also)\\b.{0,15}\\b${finished}\\b|\\b${work} history\\b|\\b${finished} ones\\b`,
    ),
    unless: /\bcancel (?:all|every)|\b(?:book|schedule) (?:all|every)/,
  },
  {
    intent: "technician",
    when: /^(?:so )?who(?:'s| is|'ll| will)\b(?! (?:this|that)\b)|\bwho\b.{0,40}\b(?:com(?:e|es|ing)|install(?:s|ing)?|do(?:es|ing)?|assigned|technician|installer|show(?:s|ing)? up|be there|sending)\b|\b(?:technician|installer|crew|contractor)\b/,
    unless: /\b(?:book|schedule|arrange)\b|\b(?:any|some)(?:one|body) who\b/,
  },
  {
    intent: "status",
    when: /\bstatus\b|\bprogress\b|\bhow(?:'s| is| far)\b.{0,40}\b(?:going|along|coming|project|order)\b|\b(?:has|have|did)\b.{0,40}\b(?:arrived?|shipped?|come in)\b|\bwhere(?:'s| is) my\b|\bwhen will\b.{0,30}\bready\b|\b(?:is|are) my\b.{0,40}\b(?:ready|scheduled|booked|confirmed|done)\b|\bwhat(?:'s| is) (?:happening|going on|up|the (?:story|deal|latest|news)) with\b|\bwaiting (?:for|on)\b|\bnot ready\b|\bwhy (?:not|is|isn't|can't)\b/,
  },
  {
    intent: "details",
    when: /\bdetails?\b|\btell me (?:more )?(?:about|on)\b|\b(?:info|information) (?:on|about|for)\b|\baddress\b|\bstore\b|\bhow long\b|\bduration\b|\bpo number\b|\bdocuments?\b|\bknow more\b/,
    unless: /\b(?:book|schedule|arrange)\b/,
  },
  {
    intent: "projects",
    when: new RegExp(
      `\\b(?:list|show|see|view|what|which|give me|do i have|tell me)\\b.{0,40}\\b${work}\\b|\\bwhat can i (?:schedule|book)\\b|\\bwhat do i have\\b|^(?:my )?${work}$|\\bmy (?:projects|orders|jobs)$`,
    ),
    unless:
      /\b(?:dates?|times?|slots?|(?:what|how) about)\b|\b(?:i want|i'd like|i would like|i need) to (?:book|schedule)\b/,
  },
  {
    intent: "appointment",
    when: /\bwhen(?:'s| is| are| am i| do i|'re| will| (?:that|it|this) (?:is|was))\b|\bwhat (?:day|time|date)\b.{0,15}\b(?:is|are|am|was|were|should|do (?:i|we))\b|\b(?:do i have|what|which|show|list|see)\b.{0,25}\bappointments?\b|\bupcoming\b|\bwhat(?:'s| is) (?:scheduled|booked)\b|\bon my schedule\b/,
  },
  {
    intent: "schedule",
    when: /\bschedul(?:e|ing)\b|\bbook(?:ing)?\b|\barrange\b|\bset up\b|\b(?:make|get|need|want|have|like)\b.{0,15}\bappointment\b|\bcome (?:out|over|by)\b|\b(?:(?:any|some)(?:one|body)|you|they)\b.{0,12}\b(?:come|install|measure|put|fit)\b|\bget\b.{0,40}\b(?:installed|measured|scheduled|done|put (?:in|up)|built|fitted|booked)\b|\bpick a (?:date|day|time)\b/,
    unless: /\bdon't (?:book|schedule)/,
  },
  {
    intent: "thanks",
    when: /\b(?:thanks|thank you|thx|ta|cheers|appreciate)\b/,
    unless: /^(?:yes|yeah|yep|sure|no)\b/,
  },
  {
    intent: "farewell",
    when: /\b(?:bye|goodbye|see you|have a (?:nice|good|great)|that's all|that is all)\b/,
  },
  {
    intent: "help",
    when: /\bwhat can you\b|\bhelp\b|\bwhat do you do\b|\bwho are you\b|\bare you (?:a )?(?:human|real|bot|robot)/,
  },
  {
    intent: "feeling",
    when: /\b(?:frustrat|annoy|angry|upset|excited|nervous|stress|ridiculous|terrible|how are you)/,
  },
  { intent: "greeting", when: /^(?:hi|hiya|hello|hey|good (?:morning|afternoon|evening)|greetings)\b/ },
];

/**
 * The intents in a customer's tidied words, in their order and without doubles; empty when none is clear. What follows
 * the announcement of a note is the note's own text and is not read. Small talk counts only where nothing else does.
 */
export function intentsIn(words: string): Intent[] {
  const text = words.toLowerCase();
  const note = noteStart(text);
  const clauses = (note < 0 ? text : text.slice(0, note)).split(/[.;!?,]+(?:\s|$)|\b(?:and|then|also|but)\b/);
  const found = clauses.flatMap((clause) => intentOf(clause.trim()) ?? []);
  if (note >= 0) found.push("add_note");
  const whole = found.length === 0 ? intentOf(text) : undefined;
  const intents = [...new Set(whole ? [whole] : found)];
  const business = intents.filter((intent) => specialistOf[intent] !== "chitchat");
  const serious = business.length > 0 && !intents.includes("outside") ? business : intents;
  return serious;
}

function intentOf(clause: string): Intent | undefined {
  return table.find(({ when, unless }) => when.test(clause) && !unless?.test(clause))?.intent;
}

function noteStart(text: string): number {
  return table[0]?.when.exec(text)?.index ?? -1;
}

const foreignWords =
  /(?<!\p{L})(?:hola|quiero|gracias|por favor|cita|instalación|necesito|cuándo|mañana|bonjour|je|voudrais|rendez-vous|merci|s'il|vous|ich|möchte|termin|bitte|danke|und|nicht|guten|ciao|vorrei|grazie|appuntamento|olá|obrigado|preciso|agendar)(?!\p{L})/giu;

/** Whether words are plainly in another language than English. Unsure counts as English. */
export function isForeign(words: string): boolean {
  const letters = words.match(/\p{L}/gu)?.length ?? 0;
  const latin = words.match(/\p{Script=Latin}/gu)?.length ?? 0;
  return (letters > 2 && latin * 2 < letters) || (words.match(foreignWords)?.length ?? 0) >= 2;
}
