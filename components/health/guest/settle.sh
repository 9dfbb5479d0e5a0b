#!/bin/bash
# Stages of the check that make true what is not in the user data of a host of ours: see ../settlement.ts. What is to be true
# is in SETTLEMENT, and goes to a program by a pipe, since a here-document may be written to the disk.

check_access() { printf '%s' "$SETTLEMENT" | python -c "$ACCESS_PY"; }

check_secrets() { printf '%s' "$SETTLEMENT" | python -c "$SECRETS_PY"; }
