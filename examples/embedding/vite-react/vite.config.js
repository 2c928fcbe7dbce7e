import react from "@vitejs/plugin-react";

export default {
  base: "./",
  plugins: [react()],
  optimizeDeps: { exclude: ["gradwalk"] }, // its script finds the core beside itself
};
