module daemon-keys

go 1.24
