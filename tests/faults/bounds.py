"""Running the program within the bounds on hostile input: 0.25 s of CPU and 64 MB. They hold in a release build alone; elsewhere
every run is within them."""

import os
import subprocess
import tempfile
import threading

from program import COURANT

CPU_SECONDS, MEMORY = 0.25, 64
SLOW = b"__asan_init" in COURANT.read_bytes() or b"__gcov_" in COURANT.read_bytes()


class Done:
    def __init__(self, code, usage, stdout, stderr):
        self.code, self.stdout, self.stderr = code, stdout, stderr
        self.seconds = usage.ru_utime + usage.ru_stime
        self.mib = usage.ru_maxrss / 1024
        self.within = SLOW or (self.seconds <= CPU_SECONDS and self.mib <= MEMORY)


def run_bounded(command, env, stdin=b"", seconds=120):
    """Runs a command; its CPU time and greatest memory are told with the rest."""
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        given.write(stdin)
        given.seek(0)
        process = subprocess.Popen([str(part) for part in command], env=env, stdin=given, stdout=out, stderr=err)
        timer = threading.Timer(seconds, process.kill)
        timer.start()
        _, status, usage = os.wait4(process.pid, 0)
        timer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        return Done(process.returncode, usage, out.read(), err.read())
