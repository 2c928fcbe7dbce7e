import { Tutorial } from "./tutorial";

export default function Page() {
  return (
    <main>
      <h1>A tutorial</h1>
      <Tutorial />
    </main>
  );
}
