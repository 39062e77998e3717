// What the scripts in static/js share, for `tsc`: window.desk as desk.js defines it, and the part of htmx in use.
// The types of htmx itself are not used: they know neither the events' details nor what extensions put there.

interface HtmxRequest {
  elt: HTMLElement;
  verb?: string;
  parameters: Record<string, any>;
  triggeringEvent?: Event;
  path?: string;
}

// One type for all of htmx's events: https://htmx.org/events/ says which has what.
interface HtmxDetail {
  elt: HTMLElement;
  target: HTMLElement;
  xhr: XMLHttpRequest;
  requestConfig: HtmxRequest;
  verb: string;
  parameters: Record<string, any>;
  fragment: HTMLElement;
  shouldSwap: boolean;
  isError: boolean;
  successful: boolean;
  issueRequest(skipConfirmation: boolean): void;
  lengthComputable: boolean;
  loaded: number;
  total: number;
}
type HtmxEvent = CustomEvent<HtmxDetail>;

// A name that is not here is a misspelled one.
interface HTMLElementEventMap {
  "htmx:afterRequest": HtmxEvent;
  "htmx:afterSettle": HtmxEvent;
  "htmx:afterSwap": HtmxEvent;
  "htmx:beforeOnLoad": HtmxEvent;
  "htmx:beforeRequest": HtmxEvent;
  "htmx:beforeSend": HtmxEvent;
  "htmx:beforeSwap": HtmxEvent;
  "htmx:configRequest": HtmxEvent;
  "htmx:confirm": HtmxEvent;
  "htmx:historyCacheMiss": HtmxEvent;
  "htmx:oobAfterSwap": HtmxEvent;
  "htmx:oobBeforeSwap": HtmxEvent;
  "htmx:pushedIntoHistory": HtmxEvent;
  "htmx:responseError": HtmxEvent;
  "htmx:sendError": HtmxEvent;
  "htmx:timeout": HtmxEvent;
  "htmx:xhr:progress": HtmxEvent;
  "desk:ask": CustomEvent;
  "desk:leaving": CustomEvent<{ steps: (() => Promise<string>)[] }>;
  "desk:composer": CustomEvent;
  "desk:chosen": CustomEvent;
  "desk:files": CustomEvent;
  "desk:idle": CustomEvent;
  "desk:sent": CustomEvent;
  "desk:named": CustomEvent;
  "desk:next": CustomEvent;
  "desk:next-row": CustomEvent;
  "desk:pick": CustomEvent;
  "desk:pick-range": CustomEvent;
  "desk:previous-row": CustomEvent;
  "desk:shown": CustomEvent;
  "desk:tick": CustomEvent;
  "desk:calm": CustomEvent;
  "desk:undrafted": CustomEvent;
}

declare const htmx: {
  process(element: Element): void;
  trigger(element: Element, name: string): void;
  ajax(verb: string, path: string, context: object): Promise<void>;
};

/** How long an element of desk.part stays on the page: its signal aborts when the element has left, and `on` listens on
 * the body until then. Listeners on document and window take the signal; timers end with it. */
interface Life {
  signal: AbortSignal;
  on: Desk["on"];
}

interface Desk {
  /** The data-* of the body: words for scripts, the agent's zone and preferences. */
  word: DOMStringMap;
  /** `failures` of the pulse in a row, up to four; how many of its requests are `running`; whether the desk is `away`,
   * as while it restarts. */
  pulse: { away: boolean; failures: number; running: number };
  /** The selector of live parts. */
  live: string;
  find<Found extends Element = HTMLElement>(selector: string, root?: ParentNode): Found;
  all<Found extends Element = HTMLElement>(selector: string, root?: ParentNode): Found[];
  on<Name extends keyof HTMLElementEventMap>(
    name: Name,
    act: (event: HTMLElementEventMap[Name]) => void,
    options?: AddEventListenerOptions,
  ): void;
  /** Calls `start` for the element that matches now, and again whenever an answer brings another in its place. */
  part<Found extends Element = HTMLElement>(selector: string, start: (element: Found, life: Life) => void): void;
  emit(name: Extract<keyof HTMLElementEventMap, `desk:${string}`>): void;
  /** The element that an event comes from. */
  origin(event: Event): HTMLElement;
  field(): HTMLInputElement;
  errorInTitle(): void;
  /** Which number the title begins with: of two, `unseen` goes first. Empty for none. */
  countInTitle(kind: "unseen" | "waiting", count: string): void;
  /** The server's time, in milliseconds. */
  now(): number;
  isTick(config?: HtmxRequest): boolean;
  isComposing(event: KeyboardEvent): boolean;
  /** What the page has already, by the names of data-cursor. */
  cursors(): Record<string, string>;
  say(text: string, byPerson?: boolean): void;
  hear(text: string): void;
  showError(text: string, event?: HtmxEvent): void;
  recovered(config: HtmxRequest): void;
  retry(): void;
  renewToken(): Promise<boolean>;
  close(region: Element): void;
}

interface Window {
  desk: Desk;
}
