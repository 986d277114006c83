"""Runs the PowerShell that ringup writes, as far as the runbook uses it: scopes, pipelines, tables, operators and the few
.NET calls, against commands that a test gives. What it does not know is an error. It stands in for PowerShell where that
is not installed: it proves what the steps do, not that PowerShell's own rules were understood."""

import datetime
import json
import os
import re

import powershell


STARTED = datetime.datetime(2026, 11, 21, 8, 0, 0)


class Problem(Exception):
    """A terminating error of PowerShell."""


class Leave(Exception):
    pass


class Return(Leave):
    pass


class Continue(Leave):
    pass


class Exit(Leave):
    def __init__(self, status):
        super().__init__()
        self.status = status


class Killed(BaseException):
    """kill -9: nothing of the script goes on, not even what it does at its end."""


class Nothing:
    """What a command gives that gives nothing: null, but no element of a list."""


NOTHING = Nothing()


class Table:
    """A hash table: keys without case, in their order."""

    def __init__(self, pairs=()):
        self.rows = {}
        for key, value in pairs:
            self.set(key, value)

    def set(self, key, value):
        self.rows[str(key).lower()] = (str(key), value)

    def get(self, key):
        return self.rows.get(str(key).lower(), (None, None))[1]

    def has(self, key):
        return str(key).lower() in self.rows

    def keys(self):
        return [key for key, _ in self.rows.values()]

    def plain(self):
        return {key: value.plain() if isinstance(value, Table) else [v.plain() if isinstance(v, Table) else v for v in value]
                if isinstance(value, list) else value for key, value in self.rows.values()}


class Thing(Table):
    """An object of the module: properties, no keys."""


class Block:
    def __init__(self, node, names=()):
        self.node, self.names = node, names


class Static:
    def __init__(self, name):
        self.name = name


def null(value):
    return value is None or value is NOTHING


def text(value):
    if null(value):
        return ''
    if isinstance(value, bool):
        return 'True' if value else 'False'
    if isinstance(value, list):
        return ' '.join(text(item) for item in value)
    return str(value)


def truth(value):
    if null(value) or value is False or value == 0 or value == '':
        return False
    if isinstance(value, list):
        return len(value) > 1 or (len(value) == 1 and truth(value[0]))
    return True


def items(value):
    if null(value):
        return []
    return value if isinstance(value, list) else [value]


def same(one, other):
    if null(one) or null(other):
        return null(one) and null(other)
    if isinstance(one, str):
        return one.lower() == text(other).lower()
    if isinstance(one, bool):
        return one == truth(other)
    if isinstance(one, (int, Table, Block, datetime.datetime)):
        return one == other
    raise powershell.Bad('cannot compare %r' % (one,))


LEVELS = [{','}, {'..'}, {'-f'}, {'*', '/', '%'}, {'+', '-'},
          {word for word in powershell.BINARY if word not in ('-f', '-and', '-or', '-xor')}, {'-and', '-or', '-xor'}]


class Interpreter:
    def __init__(self, source, commands, path, seconds=0):
        """commands: {name in lower case: function(arguments by name in lower case)}, which gives a list."""
        self.statements = powershell.parse(source)
        self.commands, self.path = commands, path
        self.functions = {node.name.lower(): node for node in self.statements if node.kind == 'function'}
        self.scopes = [{'pscommandpath': path}]
        self.now = STARTED + datetime.timedelta(seconds=seconds)
        self.said, self.answers, self.environment, self.killed = [], [], {}, False

    def run(self, **parameters):
        """The exit status."""
        scope = self.scopes[0]
        defaults = {'resultpath': '', 'numbers': 'Ask', 'check': False, 'acceptdisclaimer': [], 'signin': 'DeviceCode',
                    'applicationid': '', 'certificatepath': '', 'certificatethumbprint': ''}
        scope.update(defaults)
        scope.update({key.lower(): value for key, value in parameters.items()})
        try:
            self.block(self.statements, [])
        except Exit as leaving:
            return leaving.status
        return 0

    # ---- names ----

    def read(self, name):
        name = name.lower()
        if name in ('true', 'false', 'null'):
            return {'true': True, 'false': False, 'null': None}[name]
        if name.startswith('env:'):
            return self.environment.get(name[4:].upper())
        if name.startswith('function:'):
            node = self.functions[name[9:]]
            return Block(node, node.names)
        if name == 'executioncontext':
            return Static('ExecutionContext')
        for scope in reversed(self.scopes):
            if name in scope:
                return scope[name]
        return None

    # ---- statements ----

    def block(self, statements, out):
        for node in statements:
            self.statement(node, out)

    def statement(self, node, out):
        method = getattr(self, 'do_' + node.kind, None)
        if method:
            method(node, out)
        elif node.kind == 'unary' and node.operator in ('++', '--'):
            self.assign(node.body[0], self.value(node.body[0]) + (1 if node.operator == '++' else -1))
        else:
            self.emit(self.value(node), out)

    @staticmethod
    def emit(value, out):
        if isinstance(value, list):
            out.extend(value)
        elif value is not NOTHING:
            out.append(value)

    def do_function(self, node, out):
        pass

    do_param = do_function
    do_type = do_function

    def do_pipeline(self, node, out):
        passed = []
        self.statement(node.body[0], passed)
        for command in node.body[1:]:
            passed = self.pipe(command, passed)
        out.extend(passed)

    def do_command(self, node, out):
        out.extend(self.command(node))

    def do_if(self, node, out):
        for condition, block in node.branches:
            if condition is None or truth(self.value(condition)):
                self.block(block, out)
                return

    def do_do(self, node, out):
        while True:
            self.block(node.block, out)
            if truth(self.value(node.condition)) == node.until:
                return

    def do_switch(self, node, out):
        value = self.value(node.of)
        for case, block in node.cases:
            if case is None or same(case, value):
                self.block(block, out)
                return

    def do_try(self, node, out):
        depth = len(self.scopes)
        try:
            self.block(node.block, out)
        except Problem as problem:
            if node.caught is None:
                raise
            del self.scopes[depth:]
            before = self.scopes[-1].get('_')
            self.scopes[-1].update({'_': problem, 'current problem': problem})
            self.block(node.caught, out)
            self.scopes[-1]['_'] = before
        finally:
            if node.last is not None and not self.killed:
                self.block(node.last, out)

    def do_foreach(self, node, out):
        for item in list(items(self.value(node.values))):
            self.scopes[-1][node.name.lower()] = item
            try:
                self.block(node.body[1:], out)
            except Continue:
                pass

    def do_return(self, node, out):
        if node.body:
            self.statement(node.body[0], out)
        raise Return()

    def do_throw(self, node, out):
        if not node.body:
            raise self.scopes[-1]['current problem']
        raise Problem(text(self.value(node.body[0])))

    def do_exit(self, node, out):
        raise Exit(self.value(node.body[0]))

    def do_continue(self, node, out):
        raise Continue()

    def do_assign(self, node, out):
        inner = []
        right = node.body[1]
        if right.kind in ('if', 'pipeline', 'command', 'assign'):
            self.statement(right, inner)
            value = NOTHING if not inner else inner[0] if len(inner) == 1 else inner
        else:
            value = self.value(right)
        if node.left.kind == 'binary':
            values = items(value)
            for at, target in enumerate(node.left.body):
                self.assign(target, values[at] if at < len(values) else None)
        elif node.add:
            self.assign(node.left, self.plus(self.value(node.left), value))
        else:
            self.assign(node.left, value)

    def assign(self, left, value):
        if left.kind == 'variable':
            if left.value.lower() != 'null':
                self.scopes[-1][left.value.lower()] = value
        elif left.kind == 'member':
            target = self.value(left.of)
            target.set(left.name or text(self.value(left.body[1])), value)
        elif left.kind == 'index':
            self.value(left.of).set(text(self.value(left.index)), value)
        else:
            raise powershell.Bad('line %d: cannot assign to %s' % (left.line, left.kind))

    # ---- values ----

    def value(self, node):
        return getattr(self, 'of_' + node.kind)(node)

    def collapsed(self, statements):
        out = []
        self.block(statements, out)
        return NOTHING if not out else out[0] if len(out) == 1 else out

    def of_text(self, node):
        return node.value

    of_number = of_text

    def of_variable(self, node):
        return self.read(node.value)

    def of_group(self, node):
        inner = node.body[0]
        if inner.kind in ('command', 'pipeline', 'assign'):
            return self.collapsed([inner])
        return self.value(inner)

    def of_command(self, node):
        return self.collapsed([node])

    of_pipeline = of_command

    def of_if(self, node):
        return self.collapsed([node])

    def of_array(self, node):
        out = []
        self.block(node.body, out)
        return out

    def of_table(self, node):
        table = Table()
        for key, value in node.pairs:
            if value.kind in ('command', 'pipeline', 'if'):
                found = self.collapsed([value])
                table.set(key.text, None if found is NOTHING else found)
            else:
                table.set(key.text, self.value(value))
        return table

    def of_scriptblock(self, node):
        return Block(node)

    def of_list(self, node):
        return [self.value(part) for part in node.body]

    def of_word(self, node):
        return node.value

    def of_type(self, node):
        return Static(node.value)

    def of_unary(self, node):
        value = self.value(node.body[0])
        if node.operator in ('-not', '!'):
            return not truth(value)
        if node.operator == '-':
            return -value
        raise powershell.Bad('line %d: %s' % (node.line, node.operator))

    def of_cast(self, node):
        value = self.value(node.body[0])
        kind = node.type.lower()
        if kind == 'string':
            return text(value)
        if kind == 'char':
            return chr(value)
        if kind == 'ordered':
            return value
        if kind == 'system.version':
            return [int(part) for part in value.split('.')]
        raise powershell.Bad('line %d: [%s]' % (node.line, node.type))

    def of_index(self, node):
        of, index = self.value(node.of), self.value(node.index)
        if isinstance(of, Table):
            return of.get(text(index))
        if isinstance(of, Static):
            name = [key for key in of.thing.keys() if key.lower() == text(index).lower()]
            return Table([('Value', of.thing.get(name[0]))]) if name else None
        if null(of):
            raise Problem('Cannot index into a null array.')
        return items(of)[index] if -len(items(of)) <= index < len(items(of)) else None

    def of_member(self, node):
        of = self.value(node.of)
        name = node.name or text(self.value(node.body[1]))
        if isinstance(of, Static):
            return self.static(of, name)
        return self.property(of, name)

    def property(self, of, name):
        low = name.lower()
        if null(of):
            return None
        if isinstance(of, Table):
            if of.has(name):
                return of.get(name)
            if low == 'keys' and not isinstance(of, Thing):
                return of.keys()
            if low == 'count':
                return len(of.rows)
            if low == 'psobject':
                inner = Static('PSObject')
                inner.thing = of
                return inner
            return None
        if low == 'count':
            return len(items(of))
        if low == 'psobject':
            inner = Static('PSObject')
            inner.thing = Thing()
            return inner
        if isinstance(of, list):
            found = [self.property(item, name) for item in of]
            return [item for item in found if not null(item)]
        if isinstance(of, Exception):
            return {'exception': Thing([('Message', str(of))]), 'errordetails': None}[low]
        if isinstance(of, datetime.datetime) and low == 'kind':
            return 'Utc'
        if isinstance(of, str) and low == 'length':
            return len(of)
        return None

    def static(self, of, name):
        if of.name == 'System.DateTime' and name == 'UtcNow':
            return self.now
        if of.name == 'PSObject' and name == 'Properties':
            return of
        if of.name in ('ExecutionContext', 'ExecutionContext.SessionState'):
            return Static(of.name + '.' + name)
        if of.name == 'System.Globalization.CultureInfo':
            return Static('Invariant')
        raise powershell.Bad('[%s]::%s' % (of.name, name))

    def of_call(self, node):
        member = node.of
        of = self.value(member.of)
        name = member.name.lower()
        given = [self.value(argument) for argument in node.body[1:]]
        flat = []
        for value, argument in zip(given, node.body[1:]):
            flat += value if argument.kind == 'binary' and ',' in argument.operators else [value]
        return self.call(of, name, flat)

    def call(self, of, name, given):
        if isinstance(of, Static):
            return self.call_static(of.name, name, given)
        if isinstance(of, Table) and name == 'containskey':
            return of.has(given[0])
        if isinstance(of, str):
            return {
                'trim': of.strip, 'startswith': lambda: of.startswith(given[0]), 'endswith': lambda: of.endswith(given[0]),
                'split': lambda: of.split(given[0]), 'trimstart': lambda: of.lstrip(given[0]),
                'substring': lambda: of[given[0]:given[0] + given[1]] if len(given) > 1 else of[given[0]:],
                'tolowerinvariant': of.lower}[name]()
        if isinstance(of, datetime.datetime):
            if name == 'addseconds':
                return of + datetime.timedelta(seconds=given[0])
            if name == 'adddays':
                return of + datetime.timedelta(days=given[0])
            if name == 'touniversaltime':
                return of
            if name == 'tostring':
                return {'yyyy-MM-ddTHH:mm:ssZ': of.strftime('%Y-%m-%dT%H:%M:%SZ'),
                        'd/M/yyyy': '%d/%d/%d' % (of.day, of.month, of.year)}[given[0]]
        if null(of):
            raise Problem('You cannot call a method on a null-valued expression.')
        raise powershell.Bad('%r.%s' % (of, name))

    def call_static(self, of, name, given):
        if of == 'System.IO.File':
            if name == 'exists':
                return os.path.exists(given[0])
            if name == 'readalltext':
                with open(given[0], encoding='utf-8', newline='') as file:
                    return file.read()
            if name == 'appendalltext':
                with open(given[0], 'a', encoding='utf-8', newline='') as file:
                    file.write(given[1])
                return NOTHING
            if name == 'readallbytes':
                with open(given[0], 'rb') as file:
                    return list(file.read())
        if of == 'System.IO.Path':
            if name == 'changeextension':
                return os.path.splitext(given[0])[0] + given[1]
            if name == 'getfilename':
                return os.path.basename(given[0])
        if of == 'System.DateTime' and name in ('parse', 'parseexact'):
            return datetime.datetime.strptime(given[0].split('.')[0].rstrip('Z')[:19].replace('T', ' ').ljust(19, ' ').strip(),
                                              '%Y-%m-%d %H:%M:%S' if len(given[0]) > 10 else '%Y-%m-%d')
        if of.startswith('ExecutionContext'):
            return os.path.abspath(given[0])
        raise powershell.Bad('[%s]::%s' % (of, name))

    # ---- operators ----

    def of_binary(self, node):
        parts, operators = list(node.body), list(node.operators)
        return self.level(parts, operators, len(LEVELS) - 1)

    def level(self, parts, operators, level):
        """The operators of the lowest rank are done last, from the left."""
        if not operators:
            return self.value(parts[0])
        places = [at for at, operator in enumerate(operators) if operator in LEVELS[level]]
        if not places:
            return self.level(parts, operators, level - 1)
        edges = [-1] + places + [len(operators)]
        pieces = [(parts[a + 1:b + 1], operators[a + 1:b]) for a, b in zip(edges, edges[1:])]
        if level == 0:
            return [self.level(p, o, 0) for p, o in pieces]
        value = self.level(*pieces[0], level - 1)
        for place, (p, o) in zip(places, pieces[1:]):
            operator = operators[place]
            if operator == '-and':
                value = truth(value) and truth(self.level(p, o, level - 1))
            elif operator == '-or':
                value = truth(value) or truth(self.level(p, o, level - 1))
            else:
                value = self.operate(operator, value, self.level(p, o, level - 1))
        return value

    def plus(self, one, other):
        if isinstance(one, list):
            return one + items(other)
        if isinstance(one, Table):
            for key in other.keys():
                if one.has(key):
                    raise Problem('Item has already been added. Key in dictionary: %s' % key)
            return Table([(key, one.get(key)) for key in one.keys()] + [(key, other.get(key)) for key in other.keys()])
        if null(one):
            return other
        if isinstance(one, str):
            return one + text(other)
        return one + other

    def operate(self, operator, one, other):
        if operator == '-f':
            return re.sub(r'\{(\d+)\}', lambda match: text(items(other)[int(match.group(1))]) if isinstance(other, list) else text(other), one)
        if operator == '+':
            return self.plus(one, other)
        if operator in ('*', '-', '%'):
            return {'*': lambda: one * other, '-': lambda: one - other, '%': lambda: one % other}[operator]()
        if operator == '..':
            return list(range(one, other + 1))
        if operator == '-contains':
            return any(same(item, other) for item in items(one))
        if operator == '-notcontains':
            return not any(same(item, other) for item in items(one))
        if operator in ('-eq', '-ne'):
            if isinstance(one, list):
                return [item for item in one if same(item, other) == (operator == '-eq')]
            return same(one, other) == (operator == '-eq')
        if operator in ('-match', '-notmatch'):
            return bool(re.search(other, text(one), re.IGNORECASE)) == (operator == '-match')
        if operator == '-like':
            return bool(re.fullmatch(re.escape(other).replace(r'\*', '.*'), text(one), re.IGNORECASE | re.DOTALL))
        if operator == '-replace':
            pattern = items(other)[0].replace(r'\p{Cc}\p{Cf}', '\\x00-\\x1f\\x7f-\\x9f\u200b-\u200f\u202a-\u202e')
            return re.sub(pattern, items(other)[1] if len(items(other)) > 1 else '', text(one))
        if operator == '-split':
            many = items(other)
            return text(one).split(many[0], many[1] - 1 if len(many) > 1 else -1)
        if operator == '-join':
            return text(other).join(text(item) for item in items(one))
        if operator in ('-lt', '-gt', '-le', '-ge'):
            return {'-lt': one < other, '-gt': one > other, '-le': one <= other, '-ge': one >= other}[operator]
        if operator in ('-is', '-isnot'):
            kinds = {'System.Collections.IDictionary': isinstance(one, Table) and not isinstance(one, Thing),
                     'string': isinstance(one, str), 'System.DateTime': isinstance(one, datetime.datetime),
                     'System.DateTimeOffset': False, 'System.Guid': False}
            return kinds[other.name] == (operator == '-is')
        raise powershell.Bad('no operator %s' % operator)

    # ---- commands ----

    def invoke(self, block, given):
        """A function or a script block, in a scope of its own inside its caller's."""
        node = block.node
        self.scopes.append({name.lower(): None for name in block.names})
        self.scopes[-1].update({name.lower(): value for name, value in zip(block.names, given)})
        out = []
        try:
            self.block(node.body, out)
        except Return:
            pass
        finally:
            self.scopes.pop()
        return out

    def command(self, node):
        given = [self.value(argument) for argument in node.arguments]
        given = [None if value is NOTHING else value for value in given]
        if node.name is None:
            return self.invoke(self.value(node.body[0]), given)
        name = node.name.lower()
        if name in self.functions:
            function = self.functions[name]
            if len(given) > len(function.names) or node.parameters:
                raise powershell.Bad('line %d: %s takes no such arguments' % (node.line, node.name))
            values = [text(value) if types == 'string' else value for value, types in zip(given, function.types)]
            values += ['' if types == 'string' else None for types in function.types[len(given):]]
            return self.invoke(Block(function, function.names), values)
        named = {}
        for splat in node.splats:
            table = self.read(splat)
            named.update({key.lower(): table.get(key) for key in table.keys()})
        for key, value, _ in node.parameters:
            named[key.lower()] = True if value is None else self.value(value)
        if name in self.commands:
            if 'warningvariable' in named:
                self.scopes[-1][named['warningvariable'].lower()] = []
            return list(self.commands[name](self, named))
        return self.standard(node, name, named, given)

    def standard(self, node, name, named, given):
        if name == 'write-host':
            self.said.append(text(named['object']))
            return []
        if name == 'start-sleep':
            self.now += datetime.timedelta(seconds=named['seconds'])
            return []
        if name == 'convertto-json':
            value = named['inputobject']
            return [json.dumps(value.plain(), ensure_ascii=False)]
        if name == 'convertfrom-json':
            try:
                return [self.from_json(json.loads(named['inputobject']))] if named['inputobject'] else []
            except ValueError as wrong:
                raise Problem('Conversion from JSON failed: %s' % wrong) from wrong
        if name == 'read-host':
            if not self.answers:
                raise Problem('PowerShell is in NonInteractive mode.')
            question, answer = self.answers.pop(0)
            if question not in named['prompt']:
                raise powershell.Bad('asked %r where %r was expected' % (named['prompt'], question))
            return [answer]
        if name == 'remove-item':
            for path in items(named['path']):
                self.environment.pop(path.split(':', 1)[1], None)
            return []
        if name == 'new-object':
            return [Thing()]
        if name == 'get-command':
            return self.commands['get-command'](self, named)
        if name in ('import-module', 'out-host'):
            return []
        raise powershell.Bad('line %d: no command %s' % (node.line, node.name))

    def from_json(self, value):
        if isinstance(value, dict):
            return Table((key, self.from_json(inner)) for key, inner in value.items())
        if isinstance(value, list):
            return [self.from_json(inner) for inner in value]
        return value

    def pipe(self, node, passed):
        name = node.name.lower()
        named = {key.lower(): self.value(value) if value is not None else True for key, value, _ in node.parameters}
        if name == 'select-object':
            passed = passed[named.get('skip', 0):]
            if 'first' in named:
                passed = passed[:named['first']]
            return passed[-named['last']:] if 'last' in named else passed
        if name == 'out-host':
            return []
        if name == 'sort-object':
            return sorted(passed, key=lambda item: item.get(named['property']), reverse='descending' in named)
        out = []
        block = named.get('filterscript') or self.value(node.arguments[0])
        for item in passed:
            self.scopes.append({'_': item})
            try:
                inner = []
                self.block(block.node.body, inner)
            finally:
                self.scopes.pop()
            if name == 'where-object':
                out += [item] if truth(inner[0] if len(inner) == 1 else inner) else []
            elif name == 'foreach-object':
                out += inner
            else:
                raise powershell.Bad('line %d: no command %s' % (node.line, node.name))
        return out
