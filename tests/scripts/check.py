"""Checks a runbook against the module's cmdlets (tests/data/cmdlets.json): that each command exists, that its
parameters belong to one parameter set and its required ones are there, that literal values are accepted, that nothing
dead or positional is used, and that every call of the module stops at an error."""

import itertools
import json
import sys

import powershell
from powershell import walk

STANDARD = {word.lower() for word in (
    'ConvertFrom-Json ConvertTo-Json ForEach-Object Get-Command Get-Module Import-Module New-Object Out-Host Read-Host '
    'Remove-Item Select-Object Sort-Object Start-Sleep Where-Object Write-Host').split()}
COMMON = {'erroraction', 'warningaction', 'warningvariable'}
DEAD = {'deprecated', 'reserved', 'removed', 'syntax_only'}


class Cmdlets:
    def __init__(self, path):
        with open(path, encoding='utf-8') as file:
            self.all = {name.lower(): row for name, row in json.load(file)['cmdlets'].items()}

    def has(self, name):
        return name.lower() in self.all

    def parameter(self, cmdlet, name):
        """Its name in the reference, or None: also by an alias."""
        for known, row in self.all[cmdlet.lower()]['params'].items():
            if name.lower() == known.lower() or name.lower() in [alias.lower() for alias in row['aliases']]:
                return known
        return None


class Script:
    """The functions of a script, and what their hash tables can hold when they are splatted."""

    def __init__(self, source):
        self.statements = powershell.parse(source)
        self.functions = {node.name.lower(): node for node in self.statements if node.kind == 'function'}
        self.tables = {}
        for node in self.statements:
            if node.kind == 'assign' and node.left.kind == 'variable':
                value = self.bare(node.body[1])
                if value.kind == 'table':
                    self.tables[node.left.value.lower()] = value

    @staticmethod
    def bare(node):
        while node.kind in ('group', 'cast') and len(node.body) == 1:
            node = node.body[0]
        return node

    def strings(self, node, known):
        """The texts that an expression can be; None: anything."""
        node = self.bare(node)
        if node.kind == 'text':
            return {node.value}
        if node.kind == 'variable':
            return known.get(node.value.lower())
        if node.kind == 'array' and len(node.body) == 1 and node.body[0].kind == 'binary':
            parts = [self.strings(part, known) for part in node.body[0].body]
            return None if None in parts else set().union(*parts)
        if node.kind == 'binary' and set(node.operators) == {'+'}:
            parts = [self.strings(part, known) for part in node.body]
            return None if None in parts else {''.join(words) for words in itertools.product(*parts)}
        if node.kind == 'member' and node.name == 'Keys' and node.of.kind == 'variable':
            table = self.tables.get(node.of.value.lower())
            return {key.text for key, _ in table.pairs} if table else None
        if node.kind == 'index' and node.of.kind == 'variable':
            table = self.tables.get(node.of.value.lower())
            values = [self.strings(value, known) for _, value in table.pairs] if table else [None]
            return None if None in values else set().union(*values)
        if node.kind == 'command' and node.name == 'Find-Parameter':
            return self.strings(node.arguments[1], known)
        return None

    def keys(self, function, variable, known=None):
        """{key: (certain, texts or None)} of a hash table of a function; alternatives share a tuple as their key."""
        found = {}
        known = dict(known or {})
        for node in walk(function.body):
            if node.kind == 'foreach':
                known[node.name.lower()] = self.strings(node.values, known)
            elif node.kind == 'assign':
                self.assigned(function, node, variable, known, found)
            elif node.kind == 'command' and node.name and node.name.lower() in self.functions:
                self.handed_over(node, variable, known, found)
        return found

    def assigned(self, function, node, variable, known, found):
        left, right = node.left, self.bare(node.body[1])
        if left.kind == 'variable' and left.value.lower() == variable:
            if right.kind == 'table':
                for key, value in right.pairs:
                    found[(key.text,)] = (True, self.strings(value, known))
            elif right.kind == 'command' and right.name and right.name.lower() in self.functions:
                callee = self.functions[right.name.lower()]
                for back in walk(callee.body):
                    if back.kind == 'return' and back.body and back.body[0].kind == 'variable':
                        found.update(self.keys(callee, back.body[0].value.lower()))
        elif left.kind == 'member' and left.of.kind == 'variable' and left.of.value.lower() == variable:
            found[(left.name,)] = (False, self.strings(right, known))
        elif left.kind == 'index' and left.of.kind == 'variable' and left.of.value.lower() == variable:
            words = self.strings(left.index, known)
            if words is None:
                raise powershell.Bad('line %d: a parameter whose name nobody knows' % node.line)
            if self.bare(left.index).kind == 'command':
                found[tuple(sorted(words))] = (True, self.strings(right, known))
            else:
                for word in words:
                    found[(word,)] = (False, self.strings(right, known))

    def handed_over(self, node, variable, known, found):
        callee = self.functions[node.name.lower()]
        for at, argument in enumerate(node.arguments):
            if argument.kind == 'variable' and argument.value.lower() == variable and at < len(callee.names):
                inner = {name.lower(): self.strings(value, known) for name, value in zip(callee.names, node.arguments)}
                for key, (_, texts) in self.keys(callee, callee.names[at].lower(), inner).items():
                    found[key] = (False, texts)

    def commands(self):
        """(function or None, command), all of them."""
        for node in self.statements:
            inside = node if node.kind == 'function' else None
            for inner in walk([node]):
                if inner.kind == 'command' and inner.name:
                    yield inside, inner


class Check:
    def __init__(self, source, cmdlets):
        self.cmdlets, self.problems, self.used = cmdlets, [], set()
        self.script = Script(source)
        powershell.data(source)
        for function, command in self.script.commands():
            name = command.name.lower()
            if cmdlets.has(name):
                self.used.add(name)
                self.call(function, command)
            elif name not in self.script.functions and name not in STANDARD:
                self.say(command, 'there is no such command')

    def say(self, command, text):
        self.problems.append('line %d: %s: %s' % (command.line, command.name, text))

    def given(self, function, command):
        given = {}
        for name, value, colon in command.parameters:
            texts = None
            if value is not None:
                texts = {value.value} if value.kind in ('text', 'word') else self.script.strings(value, {})
            given[(name,)] = (True, texts)
            self.switch(command, name, value, colon)
        for splat in command.splats:
            keys = self.script.keys(function, splat.lower()) if function else {}
            if not keys:
                self.say(command, 'nobody knows what @%s holds' % splat)
            given.update(keys)
        return given

    def switch(self, command, name, value, colon):
        known = self.cmdlets.parameter(command.name, name)
        if known is None:
            return
        is_switch = self.cmdlets.all[command.name.lower()]['params'][known]['type'].startswith('Switch')
        if is_switch and value is not None and not colon:
            self.say(command, '-%s takes no value' % name)
        if not is_switch and value is None:
            self.say(command, '-%s needs a value' % name)

    def call(self, function, command):
        row = self.cmdlets.all[command.name.lower()]
        given = self.given(function, command)
        certain, possible = set(), set()
        stops = False
        for words, (sure, texts) in given.items():
            if words[0].lower() in COMMON:
                stops = stops or (words[0].lower() == 'erroraction' and texts == {'Stop'})
                continue
            names = {self.cmdlets.parameter(command.name, word) for word in words}
            if len(names) != 1 or None in names:
                self.say(command, 'there is no parameter %s' % ' or '.join(words))
                continue
            name = names.pop()
            (certain if sure else possible).add(name)
            self.value(command, row['params'][name], name, texts)
        if not stops:
            self.say(command, 'does not stop at an error')
        if command.arguments:
            self.say(command, 'has a value without a name')
        self.fits(command, row, certain, possible)

    def value(self, command, row, name, texts):
        if DEAD & set(row['flags']):
            self.say(command, '-%s is %s' % (name, ', '.join(row['flags'])))
        for text in texts or ():
            if row['accepted'] and text not in row['accepted']:
                self.say(command, '-%s does not accept %r' % (name, text))

    def fits(self, command, row, certain, possible):
        missing = []
        for name, members in row['sets'].items():
            lacks = {key for key, required in members.items() if required is True} - certain - possible
            if (certain | possible) <= set(members):
                if not lacks:
                    return
                missing.append('%s lacks %s' % (name, ', '.join(sorted(lacks))))
        self.say(command, 'fits no parameter set (%s)' % ('; '.join(missing) or ', '.join(sorted(certain | possible))))


def main():
    cmdlets = Cmdlets(sys.argv[1])
    bad = False
    for path in sys.argv[2:]:
        with open(path, encoding='utf-8') as file:
            source = file.read()
        try:
            problems = Check(source, cmdlets).problems
        except powershell.Bad as problem:
            problems = [str(problem)]
        for problem in problems:
            print('%s: %s' % (path, problem))
            bad = True
    return 1 if bad else 0


if __name__ == '__main__':
    sys.exit(main())
