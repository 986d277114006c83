"""Makes tests/data/cmdlets.json: of a whole extract of the module's reference (an object "cmdlets" by name, each with
"sets" and "params") the cmdlets that the runbook calls, and of them what the check reads.

    python3 reduce.py WHOLE.json ../../data/runbook.ps1 > ../data/cmdlets.json"""

import json
import sys

from powershell import parse, walk


def reduced(row):
    return {
        'sets': {name: {key: value.get('required', False) for key, value in members.items()}
                 for name, members in row['sets'].items()},
        'params': {name: {key: value[key] for key in ('type', 'aliases', 'accepted', 'flags')}
                   for name, value in row['params'].items()},
    }


def main():
    with open(sys.argv[1], encoding='utf-8') as file:
        whole = json.load(file)
    with open(sys.argv[2], encoding='utf-8') as file:
        names = {node.name.lower() for node in walk(parse(file.read())) if node.kind == 'command' and node.name}
    source = {key: whole['_meta'][key] for key in ('repository', 'path', 'commit', 'commit_date')}
    print('{"_meta": %s,\n"cmdlets": {' % json.dumps(source))
    rows = ['%s: %s' % (json.dumps(name), json.dumps(reduced(row), separators=(',', ':')))
            for name, row in sorted(whole['cmdlets'].items()) if name.lower() in names]
    print(',\n'.join(rows))
    print('}}')


if __name__ == '__main__':
    main()
