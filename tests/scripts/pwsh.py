"""Stands in for `pwsh` and the module: runs a script that ringup wrote, in a tenant that is kept in a file.

    PWSH_TENANT=FILE pwsh.py -NoLogo -NoProfile -NonInteractive -File SCRIPT [-NAME VALUE...]

FILE.audit gets a line for each change. PWSH_KILL="N before|after" kills it at its Nth change, once for a tenant."""

import os
import pickle
import signal
import sys

from interpret import Interpreter, Killed
from module import Teams


def main():
    words = sys.argv[1:]
    at = words.index('-File')
    path, given = words[at + 1], words[at + 2:]
    tenant = os.environ['PWSH_TENANT']
    if os.path.exists(tenant):
        with open(tenant, 'rb') as file:
            teams, runs = pickle.load(file)
    else:
        teams, runs = Teams(), 0
        if os.environ.get('PWSH_KILL'):
            number, when = os.environ['PWSH_KILL'].split()
            teams.kill = (int(number), when)
    before = len(teams.audit)
    with open(path, encoding='utf-8') as file:
        shell = Interpreter(file.read(), teams.commands(), path, 3600 * runs)
    shell.environment = {name: value for name, value in os.environ.items() if name.startswith('RINGUP_')}
    killed = False
    try:
        status = shell.run(**{name[1:]: value for name, value in zip(given[::2], given[1::2])})
    except Killed:
        killed, status, teams.kill = True, 1, None
    with open(tenant + '.new', 'wb') as file:
        pickle.dump((teams, runs + 1), file)
    os.rename(tenant + '.new', tenant)
    with open(tenant + '.audit', 'a', encoding='utf-8') as file:
        for name, values in teams.audit[before:]:
            file.write('%s %s\n' % (name, ' '.join(value for key, value in values if key in ('description', 'location', 'name'))))
    for line in shell.said:
        print(line, flush=True)
    if killed:
        os.kill(os.getpid(), signal.SIGKILL)
    return status


if __name__ == '__main__':
    sys.exit(main())
