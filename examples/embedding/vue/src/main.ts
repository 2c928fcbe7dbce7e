import "gradwalk";
import { createApp } from "vue";
import Tutorial from "./Tutorial.vue";

createApp(Tutorial).mount("#app");
