import { svelte } from "@sveltejs/vite-plugin-svelte";

export default { base: "/tutorial/", plugins: [svelte()] };
