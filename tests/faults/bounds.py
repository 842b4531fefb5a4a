"""Running the program within the bounds on hostile input: 0.25 s of CPU and 64 MB. They hold in a release build alone; elsewhere
every run is within them."""

import os
import signal
import subprocess
import sys
import tempfile
import threading

from program import COURANT

CPU_SECONDS, MEMORY = 0.25, 64
SLOW = b"__asan_init" in COURANT.read_bytes() or b"__gcov_" in COURANT.read_bytes()

# What a process is told of a child's memory begins with its own: a small process stands between.
BETWEEN = """import os, sys
out = int(sys.argv[1])
child = os.posix_spawn(sys.argv[2], sys.argv[2:], os.environ, file_actions=[(os.POSIX_SPAWN_CLOSE, out)])
_, status, usage = os.wait4(child, 0)
os.write(out, b"%d %f %d" % (os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime, usage.ru_maxrss))
"""


class Done:
    def __init__(self, usage, stdout, stderr):
        code, seconds, kib = usage.split() if usage else (b"-9", b"inf", b"0")
        self.code, self.seconds, self.mib = int(code), float(seconds), int(kib) / 1024
        self.stdout, self.stderr = stdout, stderr
        self.within = SLOW or (self.seconds <= CPU_SECONDS and self.mib <= MEMORY)


def run_bounded(command, env, stdin=b"", seconds=120):
    """Runs a command; its CPU time and greatest memory are told with the rest."""
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err, \
            tempfile.TemporaryFile() as told:
        given.write(stdin)
        given.seek(0)
        command = [sys.executable, "-I", "-S", "-c", BETWEEN, str(told.fileno()), *map(str, command)]
        process = subprocess.Popen(command, env=env, stdin=given, stdout=out, stderr=err, pass_fds=[told.fileno()],
                                   start_new_session=True)
        timer = threading.Timer(seconds, lambda: os.killpg(process.pid, signal.SIGKILL))
        timer.start()
        process.wait()
        timer.cancel()
        for file in (told, out, err):
            file.seek(0)
        return Done(told.read(), out.read(), err.read())
