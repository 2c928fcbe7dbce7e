import "gradwalk";

export { default } from "vitepress/theme";
