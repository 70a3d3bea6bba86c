import subprocess
import sys
from pathlib import Path

import pytest

from jianyan.uploads import workbench

CONFINED = """
import runpy, socket, sys
sys.path.insert(0, {folder!r})
import workbench
work = runpy.run_path({work!r})
work["load_everything"]()
workbench.confine(work["MEMORY_BYTES"])
def refused(act):
    try:
        act()
    except (OSError, MemoryError) as error:
        return type(error).__name__
    return "done"
print(refused(lambda: open("/etc/passwd")), refused(socket.socket), refused(lambda: bytearray(1 << 30)))
"""


@pytest.mark.parametrize("work", ["redrawing.py", "rerecording.py", "perusing.py"])
def test_the_process_can_open_no_file_no_socket_and_no_end_of_memory(work: str) -> None:
    folder = Path(workbench.__file__).parent
    program = CONFINED.format(folder=str(folder), work=str(folder / work))
    done = subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["OSError", "OSError", "MemoryError"]
