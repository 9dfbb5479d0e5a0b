#!/usr/bin/python3
# Reads a script's output as Google's metadata script runner does, with the limit of Go's bufio.Scanner: a line of 64 KiB
# ends the reading, and whoever writes after that dies by SIGPIPE. It reads until nobody holds the pipe any more.
import sys

LIMIT = 64 * 1024


def say(line):
    sys.stdout.buffer.write(line + b"\n")
    sys.stdout.buffer.flush()


held = b""
while len(held) < LIMIT:
    read = sys.stdin.buffer.raw.read(LIMIT - len(held))
    *lines, held = (held + read).split(b"\n")
    for line in lines if read or not held else [*lines, held]:
        say(b"startup-script: " + (line[:-1] if line.endswith(b"\r") else line))
    if not read:
        break
else:
    say(b'error while communicating with "startup-script" script: bufio.Scanner: token too long')
