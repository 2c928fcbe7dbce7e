// A program as a notebook that Jupyter opens.

/** Jupyter keeps a text line by line, each with its end. */
const source = (text) => text.split(/(?<=\n)/);

/** The file of a notebook: a `title` in Markdown, and below it a cell for each part of the program. */
export function notebook(parts, title) {
  const code = (text) => ({ "cell_type": "code", "execution_count": null, metadata: {}, outputs: [], source: source(text) });
  const cells = [{ "cell_type": "markdown", metadata: {}, source: source(title) }, ...parts.map(code)];
  const kernelspec = { "display_name": "Python 3", language: "python", name: "python3" };
  const metadata = { kernelspec, "language_info": { name: "python" } };
  return `${JSON.stringify({ cells, metadata, nbformat: 4, "nbformat_minor": 4 }, null, 1)}\n`;
}
