import { StrictMode, useEffect, useRef, useState } from "react";
import { createRoot } from "react-dom/client";
import "gradwalk";
import type { GradWalk, GradWalkRow } from "gradwalk";

function Tutorial() {
  const lab = useRef<GradWalk>(null);
  const [rate, setRate] = useState(0.01);
  const [row, setRow] = useState<GradWalkRow>();
  useEffect(() => {
    const node = lab.current;
    const told = (event: CustomEvent<GradWalkRow>) => setRow(event.detail);
    node?.addEventListener("gw-step", told);
    return () => node?.removeEventListener("gw-step", told as EventListener);
  }, []);
  return (
    <>
      <h1>A tutorial</h1>
      <p>
        <button onClick={() => setRate(0.12)}>0.12</button>
        <button onClick={() => void lab.current?.train()}>Go</button> w = <output>{row?.w ?? 0}</output>
      </p>
      <grad-walk ref={lab} preset="notebook-autograd" lr={rate}></grad-walk>
    </>
  );
}

createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <Tutorial />
  </StrictMode>,
);
