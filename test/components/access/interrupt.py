# Runs access.py, its text in ACCESS_PY, and ends it like a loss of power before its call number INTERRUPT_AT of those that change
# something. The number of all goes to the file MADE.
import os, subprocess

at, made = int(os.environ.get("INTERRUPT_AT", "0")), 0


def counted(call):
    def wrapped(*args, **options):
        global made
        made += 1
        if made == at:
            os._exit(137)
        return call(*args, **options)

    return wrapped


subprocess.run = counted(subprocess.run)
for name in ("rename", "unlink", "mkdir", "makedirs"):
    setattr(os, name, counted(getattr(os, name)))
try:
    exec(compile(os.environ["ACCESS_PY"], "access.py", "exec"))
finally:
    with open(os.environ["MADE"], "w") as f:
        f.write(str(made))
