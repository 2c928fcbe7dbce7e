import type { ComponentProps, ReactElement } from "react";
import "./grad-walk.js";

/** `<grad-walk>` for React, on a server, too: a list of numbers is kept there. */
export declare const Lab: (props: ComponentProps<"grad-walk">) => ReactElement;
