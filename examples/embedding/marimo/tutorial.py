import marimo

__generated_with = "0.25.2"
app = marimo.App()


@app.cell
def _():
    import marimo as mo
    from gradwalk import GradWalk

    return GradWalk, mo


@app.cell
def _(GradWalk, mo):
    lab = mo.ui.anywidget(GradWalk(lr=0.03, iterations=20))
    lab
    return (lab,)


@app.cell
def _(lab, mo):
    # Runs again whenever a reader moves the lab.
    told = lab.value
    mo.md(f"READ {told['lr']} {told['iterations']} {told['status']} {len(told['history'])}")
    return


@app.cell
def _(mo):
    faster = mo.ui.button(value=0, on_click=lambda presses: presses + 1, label="Faster")
    faster
    return (faster,)


@app.cell
def _(faster, lab):
    if faster.value:
        lab.lr = 0.12
    return


if __name__ == "__main__":
    app.run()
