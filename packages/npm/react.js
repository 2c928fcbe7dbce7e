"use client";
// The tag for React, where a server renders, too. Of a custom element React writes no array into the server's page, and when it
// takes that page over it neither sets what it left out nor listens: a list goes as its text, and listeners come once it is there.
import { createElement, useEffect, useState } from "react";
import "./grad-walk.js";

export function Lab(props) {
  const [isThere, come] = useState(false);
  useEffect(() => come(true), []);
  const given = Object.entries(props).filter(([name]) => isThere || !name.startsWith("ongw-"));
  const written = given.map(([name, value]) => [name, Array.isArray(value) ? value.join() : value]);
  return createElement("grad-walk", Object.fromEntries(written));
}
