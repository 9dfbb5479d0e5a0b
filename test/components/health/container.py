# What a container with a published port would answer: the lines, once, on a port whose number goes into the file.
import os, socket, sys

lines, port_file = sys.argv[1:3]
with socket.socket() as listener:
    listener.bind(("127.0.0.1", 0))
    listener.listen(1)
    with open(port_file, "w") as f:
        f.write(str(listener.getsockname()[1]))
    if os.fork():
        os._exit(0)
    listener.settimeout(20)
    peer, _ = listener.accept()
    peer.sendall((lines.replace(";", "\n") + "\ndocker-host-probe\n").encode())
