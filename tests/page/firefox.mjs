// Firefox, driven over WebDriver BiDi by the Playwright that knows it. Playwright's own Firefox is a build of theirs; what readers
// have is reached by this protocol. Of what the protocol cannot set yet, the media features, each set is a browser of its own.
import playwright from "playwright-core-bidi";

/** What Firefox shows as a page's media features, as preferences. */
const features = ({ reducedMotion, colorScheme, forcedColors }) => ({
  "ui.prefersReducedMotion": reducedMotion === "reduce" ? 1 : 0,
  "ui.systemUsesDarkTheme": colorScheme === "dark" ? 1 : 0,
  "layout.css.prefers-color-scheme.content-override": colorScheme === "dark" ? 0 : 1,
  "ui.useOverlayScrollbars": 1, // as Chromium has them without a head
  "browser.display.document_color_use": forcedColors === "active" ? 2 : 0,
});

/** Firefox as the tests ask for a browser: contexts with options, and an end. */
export function firefox(executablePath) {
  const browsers = new Map(); // by their preferences
  return {
    async newContext({ reducedMotion, colorScheme, forcedColors, ...options }) {
      const firefoxUserPrefs = features({ reducedMotion, colorScheme, forcedColors });
      const key = JSON.stringify(firefoxUserPrefs);
      if (!browsers.has(key)) browsers.set(key, playwright._bidiFirefox.launch({ executablePath, firefoxUserPrefs }));
      return (await browsers.get(key)).newContext(options);
    },
    close: async () => void (await Promise.all([...browsers.values()].map(async (browser) => (await browser).close()))),
  };
}
