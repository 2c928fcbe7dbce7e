export default {
  title: "A tutorial",
  url: "https://example.org",
  baseUrl: "/tutorial/",
  onBrokenLinks: "throw",
  onBrokenAnchors: "ignore", // #gw?… sets the lab and is no heading
  presets: [["classic", { docs: { routeBasePath: "/", sidebarPath: undefined }, blog: false }]],
  scripts: [{ src: "/tutorial/gradwalk/grad-walk.js", type: "module" }],
  themeConfig: { navbar: { title: "A tutorial" } },
};
