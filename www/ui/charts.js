// Keeps the canvases sharp and in the page's colours, and asks the core to draw. It knows sizes,
// ratios and colours; what is drawn and where is the core's.
import { colours as COLOURS } from "gradwalk-tables";
import { h } from "./dom.js";

/** What shines through a lab, beside the colours that the core draws with. */
const PAGE = "page";

/**
 * An element that holds one child per colour (`data-colour`), styled with a short transition of
 * `color`, so that any change of theme, by the system, the host page or a custom property, is noticed.
 */
export const probes = () => {
  const colours = [...COLOURS, PAGE].map((name) => h("i", { "data-colour": name }));
  return h("div", { class: "probes", "aria-hidden": "true" }, ...colours);
};

/**
 * A length in CSS pixels that is a whole number of device pixels: at a ratio of 1.5 a box's own
 * length may end between two. WebKit does not tell, and an emulated ratio tells wrongly.
 */
const whole = (length, pixels, ratio) => (Math.abs(pixels - length * ratio) < 1 ? pixels / ratio : length);

/** Pixels of the display for each of a canvas: it may be drawn larger than the page around it. */
const ratioOf = (canvas) => devicePixelRatio * (canvas.currentCSSZoom ?? 1);

export class Charts {
  #drawn;
  #sizes = new Map();
  #probes;
  #colours;
  #font;
  #redraw;
  #observer = new ResizeObserver((entries) => this.#measure(entries));
  #asleep;

  /**
   * `drawn`: the charts, `{name, canvas}` each. `probes`: see there; they are laid out. `redraw` asks
   * for a frame.
   */
  constructor(drawn, probes, redraw) {
    this.#drawn = drawn;
    this.#probes = probes;
    this.#redraw = redraw;
    for (const type of ["transitionend", "transitioncancel"]) {
      probes.addEventListener(type, () => {
        this.renew();
        redraw();
      });
    }
  }

  /** How wide a canvas is, 0 before it is laid out: asking the page would lay it out anew. */
  width(canvas) {
    return this.#sizes.get(canvas)?.width ?? 0;
  }

  /** Takes the colours anew with the next drawing. */
  renew() {
    this.#colours = undefined;
  }

  /** Starts to observe sizes and the pixel ratio. */
  wake() {
    this.sleep();
    this.#asleep = new AbortController();
    this.renew();
    for (const { canvas } of this.#drawn) {
      try {
        this.#observer.observe(canvas, { box: "device-pixel-content-box" });
      } catch {
        this.#observer.observe(canvas); // WebKit knows no device pixels here
      }
    }
    this.#watchRatio();
  }

  /** Lets go of everything that would keep a removed element alive. */
  sleep() {
    this.#asleep?.abort();
    this.#observer.disconnect();
  }

  /** Draws one of the charts, if it has a size, and returns where what is cut off went. */
  draw(lab, { name, canvas }) {
    const { width, height, ratio } = this.#sizes.get(canvas) ?? {};
    if (!width || !height) return "";
    this.#colours ??= this.#resolve();
    return lab.draw(name, canvas, width, height, ratio, this.#colours, this.#font);
  }

  #measure(entries) {
    for (const { target, devicePixelContentBoxSize } of entries) {
      const ratio = ratioOf(target);
      const [box] = devicePixelContentBoxSize ?? [];
      // Of what is drawn larger Firefox observes the size as it is seen.
      const style = getComputedStyle(target);
      const width = whole(parseFloat(style.width), box?.inlineSize, ratio);
      const height = whole(parseFloat(style.height), box?.blockSize, ratio);
      this.#sizes.set(target, { width, height, ratio });
    }
    this.#redraw();
  }

  #watchRatio() {
    const renew = () => {
      for (const [canvas, size] of this.#sizes) size.ratio = ratioOf(canvas);
      this.#redraw();
      this.#watchRatio();
    };
    const { signal } = this.#asleep;
    matchMedia(`(resolution: ${devicePixelRatio}dppx)`).addEventListener("change", renew, {
      once: true,
      signal,
    });
  }

  /** The custom properties as the core takes them: 0xRRGGBB. */
  #resolve() {
    const probes = this.#probes;
    this.#font = getComputedStyle(probes).fontFamily;
    // Painting one pixel turns any CSS colour, `oklch()` and system colours too, into bytes.
    const pixel = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
    const paint = (...colours) => {
      pixel.clearRect(0, 0, 1, 1);
      for (const colour of colours) {
        pixel.fillStyle = colour;
        pixel.fillRect(0, 0, 1, 1);
      }
      return pixel.getImageData(0, 0, 1, 1).data;
    };
    const colourOf = (name) => getComputedStyle(probes.querySelector(`[data-colour=${name}]`)).color;
    // What shines through a translucent ground is the page's; through other colours, the ground.
    const ground = [colourOf("ground")];
    let node = probes.getRootNode().host;
    while (node && paint(...ground)[3] < 255) {
      ground.unshift(getComputedStyle(node).backgroundColor);
      node = node.assignedSlot ?? node.parentElement ?? node.getRootNode().host;
    }
    ground.unshift(colourOf(PAGE));
    const [red, green, blue] = paint(...ground);
    probes.parentElement.style.setProperty("--_paper", `rgb(${red} ${green} ${blue})`);
    return Uint32Array.from(COLOURS, (name) => {
      const [red, green, blue] = paint(...ground, ...(name === "ground" ? [] : [colourOf(name)]));
      return (red << 16) | (green << 8) | blue;
    });
  }
}
