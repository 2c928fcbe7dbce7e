import { mount } from "svelte";
import Tutorial from "./Tutorial.svelte";

mount(Tutorial, { target: document.getElementById("app")! });
