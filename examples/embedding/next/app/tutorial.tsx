"use client";
import { useRef, useState } from "react";
import type { GradWalk } from "gradwalk";
import { Lab } from "gradwalk/react";

export function Tutorial() {
  const lab = useRef<GradWalk>(null);
  const [rate, setRate] = useState(0.01);
  const [w, setW] = useState(0);
  return (
    <>
      <button onClick={() => setRate(0.12)}>0.12</button>
      <button onClick={() => void lab.current?.train()}>Go</button>
      <output>{w}</output>
      <Lab ref={lab} x={[1, 2, 3]} y={[3, 6, 9]} lr={rate} ongw-step={(event) => setW(event.detail.w)} />
    </>
  );
}
