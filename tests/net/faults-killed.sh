#!/bin/sh
# The faults of faults.sh, each with a kill -9 by the server at one of the program's writes.
part=killed
. "$(dirname "$0")/faults.sh"
