#!/usr/bin/env bash
# ipykernel 7.4.0 takes messages of comms while a cell awaits (7.3.0 leaves them until the cell has ended), but says of these
# neither "busy" nor "idle", as the protocol has it for each message on the shell channel. The model of a widget in the page
# (@jupyter-widgets/base 6) sends the next state when the one before is idle: after one message that came while a cell
# awaited it tells the kernel nothing more, for good, for no idle comes later either.
#
# Output seen:
#   7.4.0: at rest busy idle; while a cell awaits, heard 1, then: nothing
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet ipykernel==7.4.0 jupyter-client==8.10.0
cat >ask.py <<'PYTHON'
import time
from jupyter_client.manager import start_new_kernel

manager, client = start_new_kernel(kernel_name="python3")

said = {}

def listen(seconds):
    """Keeps what the kernel says within so many seconds, by the message that it speaks of."""
    until = time.time() + seconds
    while time.time() < until:
        try:
            message = client.get_iopub_msg(timeout=0.2)
        except Exception:
            continue
        content = message["content"]
        text = content.get("execution_state") or content.get("text", "").strip()
        said.setdefault(message["parent_header"].get("msg_id"), []).append(text)

def tell():
    message = client.session.msg("comm_msg", {"comm_id": "one", "data": {}})
    client.shell_channel.send(message)
    return message["header"]["msg_id"]

setup = """
import asyncio, ipykernel
from ipykernel.comm import Comm
heard = 0
def hear(message):
    global heard
    heard += 1
comm = Comm(target_name="any", comm_id="one")
comm.on_msg(hear)
"""
client.execute_interactive(setup, timeout=30)
rest = tell()
listen(2)
cell = client.execute("heard = 0; await asyncio.sleep(3); print(ipykernel.__version__, heard)")
time.sleep(1)
waiting = tell()
listen(6)
version, heard = [text for text in said[cell] if text[:1].isdigit()][0].split()
at_rest, meanwhile = said.get(rest, []), said.get(waiting, [])
print(f"{version}: at rest {' '.join(at_rest)}; while a cell awaits, heard {heard}, then: {' '.join(meanwhile) or 'nothing'}")
manager.shutdown_kernel(now=True)
assert at_rest == ["busy", "idle"] and heard == "1" and not meanwhile
PYTHON
python/bin/python ask.py
