// What can be done, in one press, about what is said of the rate: a rate that does not run away, and an axis on which
// what a run that does comes to is seen.
import { h, write } from "./dom.js";
import { choiceOf } from "./says.js";

export class Offers {
  #offers;

  /** Stand behind the sentence in `place`; `leave()` takes the focus where a press takes its button away. */
  constructor(place, act, words, leave) {
    const says = {
      lr: words.attempt,
      scale: (scale) => words.axis(choiceOf("scale", scale, words)),
    };
    this.#offers = Object.entries(says).map(([setting, say]) => {
      const offer = { setting, say };
      const onclick = () => {
        act.hand.edit([[setting, offer.text]]);
        leave();
      };
      offer.button = h("button", { type: "button", class: "offer", hidden: true, onclick });
      place.append(" ", offer.button);
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
      const { setting, say, button } = offer;
      offer.text = has(setting) && !walk.locks(setting) && texts[setting];
      button.hidden = !offer.text;
      if (offer.text) write(button, say(offer.text));
    }
  }
}
