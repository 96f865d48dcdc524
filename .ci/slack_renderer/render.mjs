// Reads what is sent to Slack (a message or a view, as JSON) and writes it as HTML, with its style, as JSON.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createElement as h } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { Message } from "slack-blocks-to-jsx";

const STYLE = readFileSync(createRequire(import.meta.url).resolve("slack-blocks-to-jsx/dist/style.css"), "utf8");
const OURS = readFileSync(new URL("frames.css", import.meta.url), "utf8");
const LOGO =
  "data:image/svg+xml," +
  encodeURIComponent(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 36 36"><rect width="36" height="36" rx="8" fill="#2f6f5e"/>' +
      '<circle cx="18" cy="18" r="9" fill="none" stroke="#fff" stroke-width="3.5" stroke-dasharray="46 10"/></svg>',
  );

const blocks = (sent) =>
  h(Message, { blocks: sent, logo: LOGO, name: "Circlet", time: new Date(0), withoutWrapper: true });

const message = (sent) => h(Message, { blocks: sent.blocks, logo: LOGO, name: "Circlet", time: new Date(sent.at * 1000) });

const modal = (view) =>
  h(
    "div",
    { className: "modal" },
    h("div", { className: "bar" }, h("img", { src: LOGO, alt: "" }), h("h1", null, view.title.text), h("span", null, "✕")),
    h("div", { className: "body" }, blocks(view.blocks)),
    h(
      "div",
      { className: "foot" },
      view.close && h("button", null, view.close.text),
      view.submit && h("button", { className: "submit" }, view.submit.text),
    ),
  );

const home = (view) =>
  h(
    "div",
    { className: "home" },
    h("div", { className: "bar" }, h("img", { src: LOGO, alt: "" }), h("h1", null, "Circlet")),
    h("div", { className: "tabs" }, h("b", null, "Home"), h("span", null, "Messages"), h("span", null, "About")),
    h("div", { className: "body" }, blocks(view.blocks)),
  );

// The renderer speaks of the Enter key below every input, and gives one line as much room as many.
const KEY = /\s*↵ Please (?:'|&#x27;)enter(?:'|&#x27;) to submit/g;
const singles = (sent) =>
  (sent.blocks ?? [])
    .filter((block) => block.element?.type === "plain_text_input" && !block.element.multiline)
    .map((block) => `#${block.element.action_id} textarea { height: 36px !important; min-height: 0 !important; resize: none; }`)
    .join("\n");

const FRAMES = { message, modal, home };
// It draws no date whose words for older clients have a slash in them.
const day = { month: "short", day: "numeric", year: "numeric" };
const clock = { hour: "numeric", minute: "2-digit" };
const dated = (seconds, form) => {
  const at = new Date(Number(seconds) * 1000);
  const words = at.toLocaleDateString("en-US", day);
  return form.includes("{time}") ? `${words} at ${at.toLocaleTimeString("en-US", clock)}` : words;
};
const DATE = /<!date\^(\d+)\^([^|>]*)\|[^>]*>/g;
const revived = (_, value) =>
  value?.type === "mrkdwn" ? { ...value, text: value.text.replace(DATE, (_, at, form) => dated(at, form)) } : value;

const sent = JSON.parse(readFileSync(0, "utf8"), revived);
const html = renderToStaticMarkup(FRAMES[sent.type ?? "message"](sent)).replace(KEY, "");
process.stdout.write(JSON.stringify({ style: STYLE + OURS + singles(sent), html }));
