// Firefox, driven over WebDriver BiDi by the Playwright that knows it. Playwright's own Firefox is a build of theirs; what readers
// have is reached by this protocol. Of what the protocol cannot set yet, the media features, each set is a browser of its own.
import playwright from "playwright-core-bidi";

/** The screen that it has without a head, for a lab that fills it. */
const SCREEN = { MOZ_HEADLESS_WIDTH: "1600", MOZ_HEADLESS_HEIGHT: "1200" };

/** What Firefox shows as a page's media features, as preferences. */
const features = ({ reducedMotion, colorScheme, forcedColors }) => ({
  "ui.prefersReducedMotion": reducedMotion === "reduce" ? 1 : 0,
  "ui.systemUsesDarkTheme": colorScheme === "dark" ? 1 : 0,
  "layout.css.prefers-color-scheme.content-override": colorScheme === "dark" ? 0 : 1,
  "security.fileuri.strict_origin_policy": true, // as for readers
  "dom.events.testing.asyncClipboard": true, // without asking
  "browser.sessionhistory.max_total_viewers": 0, // a page that was left is no client of its worker any more
  "ui.useOverlayScrollbars": 1, // as Chromium has them without a head
  "browser.display.document_color_use": forcedColors === "active" ? 2 : 0,
});

/** Firefox as the tests ask for a browser: contexts with options, and an end. */
export function firefox(executablePath) {
  const browsers = new Map(); // by their preferences
  return {
    async newContext({ reducedMotion, colorScheme, forcedColors, permissions, ...options }) {
      const firefoxUserPrefs = features({ reducedMotion, colorScheme, forcedColors });
      const key = JSON.stringify(firefoxUserPrefs);
      if (!browsers.has(key)) browsers.set(key, playwright._bidiFirefox.launch({ executablePath, firefoxUserPrefs, env: { ...process.env, ...SCREEN } }));
      return (await browsers.get(key)).newContext(options);
    },
    close: async () => void (await Promise.all([...browsers.values()].map(async (browser) => (await browser).close()))),
  };
}
