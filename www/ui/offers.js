// What can be done, in one press, about what is said of the rate: a rate that does not run away, and an axis on which
// what a run that does comes to is seen.
import { h, write } from "./dom.js";
import { choiceOf } from "./says.js";

export class Offers {
  #offers;

  /** Stand behind the sentence about the rate. */
  constructor({ judged, plots }, act, words) {
    this.#offers = Object.entries(words.views.offers).map(([setting, said]) => {
      const offer = { setting, say: (text) => said(choiceOf(setting, text, words)) };
      const onclick = () => {
        act.hand.edit([[setting, offer.text]]);
        plots.focus({ preventScroll: true }); // the button that had it may go
      };
      offer.button = h("button", { type: "button", class: "offer", onclick });
      // The blank before it comes and goes with it: where a line ends, it would move.
      offer.root = h("span", { hidden: true }, " ", offer.button);
      judged.append(offer.root);
      return offer;
    });
  }

  /** Offers what helps the run of `walk`, of the settings of which `has(name)` a use here. */
  render(walk, has) {
    const { lab, values } = walk;
    const texts = {
      lr: lab.verdict === "runs-away" && lab.readout("advice"),
      scale: lab.spans_decades() && (values.get("scale") === "log" ? "linear" : "log"),
    };
    for (const offer of this.#offers) {
      const { setting, say, root, button } = offer;
      offer.text = has(setting) && !walk.locks(setting) && texts[setting];
      root.hidden = !offer.text;
      if (offer.text) write(button, say(offer.text));
    }
  }
}
