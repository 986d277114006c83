"""Reads the PowerShell that ringup writes: a tokenizer that knows all of PowerShell's quote characters, comments and
here-strings, and a parser of the part of the language that the runbook uses. What it does not know is an error, never a
guess. Nothing is run."""

SINGLE = "'\u2018\u2019\u201a\u201b"
DOUBLE = '"\u201c\u201d\u201e'
DASHES = '\u2013\u2014\u2015'
OPERATORS = ('::', '..', '+=', '-=', '++', '--', '=', '+', '-', '*', '/', '%', '!', ',', '|', '&', '.', '<', '>', ';')
BINARY = {'-' + word for word in (
    'eq ne lt gt le ge like notlike match notmatch contains notcontains in notin replace split join is isnot as and or '
    'xor f band bor').split()} | {'-ceq', '-cne', '-cmatch'}
UNARY = {'-not', '-join', '-split', '!', '-', '+'}
KEYWORDS = {'if', 'elseif', 'else', 'foreach', 'while', 'do', 'until', 'switch', 'try', 'catch', 'finally', 'function',
            'return', 'throw', 'exit', 'continue', 'break', 'param', 'in', 'default'}


class Bad(Exception):
    pass


class Token:
    __slots__ = ('kind', 'text', 'line', 'space', 'at')

    def __init__(self, kind, text, line, space, at):
        self.kind, self.text, self.line, self.space, self.at = kind, text, line, space, at

    def __repr__(self):
        return '%s %r (line %d)' % (self.kind, self.text, self.line)


def is_letter(c):
    return c.isalpha() and ord(c) < 128 or c == '_'


class Tokenizer:
    """kinds: text (single-quoted; its value), double, here, comment, variable, splat, number, word, dash (-word), mark
    (brackets and operators), newline."""

    def __init__(self, source):
        if source.startswith('\ufeff'):
            source = source[1:]
        if '\0' in source:
            raise Bad('a NUL')
        self.source, self.at, self.line, self.tokens = source, 0, 1, []

    def add(self, kind, text, start, space):
        self.tokens.append(Token(kind, text, self.line, space, start))
        self.line += self.source.count('\n', start, self.at)

    def quoted(self, quotes):
        """From an opening quote; of two that stand together the second one is kept."""
        source, value, at = self.source, [], self.at + 1
        while True:
            if at >= len(source):
                raise Bad('line %d: a text that does not end' % self.line)
            if source[at] in quotes:
                if at + 1 < len(source) and source[at + 1] in quotes:
                    at += 1
                else:
                    break
            value.append(source[at])
            at += 1
        self.at = at + 1
        return ''.join(value)

    def run(self):
        source = self.source
        while self.at < len(source):
            c, start = source[self.at], self.at
            two = source[self.at:self.at + 2]
            space = start == 0 or source[start - 1] in ' \t\r\n'
            if c in ' \t\r':
                self.at += 1
                continue
            if c == '\n':
                self.at += 1
                self.add('newline', '\n', start, space)
            elif two == '<#':
                end = source.find('#>', self.at)
                if end < 0:
                    raise Bad('line %d: a comment that does not end' % self.line)
                self.at = end + 2
                self.add('comment', source[start:self.at], start, space)
            elif c == '#' and (space or source[start - 1] in '(){};,|'):
                end = source.find('\n', self.at)
                self.at = len(source) if end < 0 else end
                self.add('comment', source[start:self.at], start, space)
            elif c in SINGLE:
                self.add('text', self.quoted(SINGLE), start, space)
            elif c in DOUBLE:
                self.add('double', self.quoted(DOUBLE), start, space)
            elif c == '@' and len(two) == 2 and two[1] in SINGLE + DOUBLE:
                quotes = SINGLE if two[1] in SINGLE else DOUBLE
                end = min([e for e in (source.find('\n' + q + '@', self.at) for q in quotes) if e >= 0], default=-1)
                if end < 0:
                    raise Bad('line %d: a here-string that does not end' % self.line)
                self.at = end + 3
                self.add('here', source[start:self.at], start, space)
            elif two in ('@(', '@{', '$('):
                self.at += 2
                self.add('mark', two, start, space)
            elif c == '@':
                self.at += 1
                self.add('splat', self.name(), start, space)
            elif two == '${':
                end = source.find('}', self.at)
                self.at = end + 1
                self.add('variable', source[start + 2:end], start, space)
            elif c == '$':
                self.at += 1
                self.add('variable', self.name(colon=True), start, space)
            elif c.isdigit() and c.isascii():
                while self.at < len(source) and source[self.at].isdigit():
                    self.at += 1
                self.add('number', source[start:self.at], start, space)
            elif c == '-' and len(two) == 2 and is_letter(two[1]):
                self.at += 1
                while self.at < len(source) and (is_letter(source[self.at]) or source[self.at].isdigit()):
                    self.at += 1
                word = source[start:self.at]
                if self.at < len(source) and source[self.at] == ':':
                    self.at += 1
                    word += ':'
                self.add('dash', word, start, space)
            elif is_letter(c):
                while self.at < len(source) and (is_letter(source[self.at]) or source[self.at].isdigit() or (
                        source[self.at] == '-' and self.at + 1 < len(source) and is_letter(source[self.at + 1]))):
                    self.at += 1
                self.add('word', source[start:self.at], start, space)
            elif c in '(){}[]':
                self.at += 1
                self.add('mark', c, start, space)
            else:
                for mark in OPERATORS:
                    if source.startswith(mark, self.at):
                        self.at += len(mark)
                        self.add('mark', mark, start, space)
                        break
                else:
                    raise Bad('line %d: %r has no place in a script' % (self.line, c))
        return self.tokens

    def name(self, colon=False):
        start = self.at
        source = self.source
        while self.at < len(source) and (is_letter(source[self.at]) or source[self.at].isdigit() or (
                colon and source[self.at] == ':' and source[self.at + 1:self.at + 2] != ':')):
            self.at += 1
        if self.at == start:
            raise Bad('line %d: a name is missing' % self.line)
        return source[start:self.at]


class Node:
    """kind and what belongs to it, by name."""

    def __init__(self, kind, line, **parts):
        self.kind, self.line = kind, line
        self.__dict__.update(parts)

    def __repr__(self):
        return '<%s line %d>' % (self.kind, self.line)


class Parser:
    def __init__(self, source):
        self.all = Tokenizer(source).run()
        for token in self.all:
            if token.kind in ('double', 'here'):
                raise Bad('line %d: only single-quoted texts have a place in a runbook' % token.line)
        self.tokens = [token for token in self.all if token.kind != 'comment']
        self.at = 0

    def peek(self, ahead=0):
        at = self.at + ahead
        return self.tokens[at] if at < len(self.tokens) else Token('end', '', self.tokens[-1].line if self.tokens else 0, True, 0)

    def take(self, text=None):
        token = self.peek()
        if text is not None and (token.kind not in ('mark', 'word', 'newline') or token.text.lower() != text):
            raise Bad('line %d: %r expected, not %r' % (token.line, text, token.text))
        self.at += 1
        return token

    def mark(self, text):
        token = self.peek()
        return token.kind == 'mark' and token.text == text

    def word(self, *texts):
        token = self.peek()
        return token.kind == 'word' and token.text.lower() in texts

    def lines(self):
        while self.peek().kind == 'newline' or self.mark(';'):
            self.at += 1

    # ---- statements ----

    def script(self):
        statements = self.statements(None)
        if self.peek().kind != 'end':
            raise Bad('line %d: %r closes nothing' % (self.peek().line, self.peek().text))
        return statements

    def statements(self, close):
        found = []
        self.lines()
        while self.peek().kind != 'end' and not (close and self.mark(close)):
            before = self.at
            found.append(self.statement())
            token = self.peek()
            ends = token.kind in ('newline', 'end') or (token.kind == 'mark' and token.text in (';', close))
            if not ends and found[-1].kind not in ('if', 'foreach', 'do', 'switch', 'try', 'function', 'param'):
                raise Bad('line %d: %r after a statement' % (token.line, token.text))
            if self.at == before:
                raise Bad('line %d: %r has no place here' % (token.line, token.text))
            self.lines()
        return found

    def block(self):
        self.lines()
        self.take('{')
        found = self.statements('}')
        self.take('}')
        return found

    def statement(self):
        token = self.peek()
        if token.kind == 'word' and token.text.lower() in KEYWORDS:
            return getattr(self, 'on_' + token.text.lower(), self.unknown)()
        return self.assignment()

    def unknown(self):
        raise Bad('line %d: %r has no place here' % (self.peek().line, self.peek().text))

    def condition(self):
        self.take('(')
        self.lines()
        found = self.assignment()
        self.lines()
        self.take(')')
        return found

    def look(self, *texts):
        """A word that goes on a statement, perhaps on the next line."""
        at = self.at
        while self.tokens[at:at + 1] and self.tokens[at].kind == 'newline':
            at += 1
        if at < len(self.tokens) and self.tokens[at].kind == 'word' and self.tokens[at].text.lower() in texts:
            self.at = at
            return True
        return False

    def on_if(self):
        line = self.take('if').line
        branches = [(self.condition(), self.block())]
        while self.look('elseif'):
            self.take('elseif')
            branches.append((self.condition(), self.block()))
        if self.look('else'):
            self.take('else')
            branches.append((None, self.block()))
        body = [part for condition, block in branches for part in ([condition] if condition else []) + block]
        return Node('if', line, branches=branches, body=body)

    def on_foreach(self):
        line = self.take('foreach').line
        self.take('(')
        name = self.take().text
        self.take('in')
        values = self.assignment()
        self.take(')')
        return Node('foreach', line, name=name, values=values, body=[values] + self.block())

    def on_do(self):
        line = self.take('do').line
        body = self.block()
        self.lines()
        if not self.word('while', 'until'):
            raise Bad('line %d: while or until expected' % self.peek().line)
        until = self.take().text.lower() == 'until'
        condition = self.condition()
        return Node('do', line, block=body, until=until, condition=condition, body=body + [condition])

    def on_switch(self):
        line = self.take('switch').line
        of, cases = self.condition(), []
        self.lines()
        self.take('{')
        self.lines()
        while not self.mark('}'):
            token = self.take()
            if token.kind != 'text' and token.text.lower() != 'default':
                raise Bad('line %d: a case that is no text' % token.line)
            cases.append((token.text if token.kind == 'text' else None, self.block()))
            self.lines()
        self.take('}')
        return Node('switch', line, of=of, cases=cases, body=[of] + [part for _, block in cases for part in block])

    def on_try(self):
        line = self.take('try').line
        block, caught, last = self.block(), None, None
        if self.look('catch'):
            self.take('catch')
            caught = self.block()
        if self.look('finally'):
            self.take('finally')
            last = self.block()
        if caught is None and last is None:
            raise Bad('line %d: try without catch or finally' % line)
        return Node('try', line, block=block, caught=caught, last=last, body=block + (caught or []) + (last or []))

    def on_function(self):
        line = self.take('function').line
        name = self.take().text
        names, types = self.parameters() if self.mark('(') else ([], [])
        return Node('function', line, name=name, names=names, types=types, body=self.block())

    def on_param(self):
        line = self.take('param').line
        return Node('param', line, names=self.parameters()[0], body=[])

    def parameters(self):
        names, types = [], []
        self.take('(')
        self.lines()
        while not self.mark(')'):
            kind = ''
            while self.mark('['):
                kind = self.type()
                self.lines()
            types.append(kind)
            if self.peek().kind != 'variable':
                raise Bad('line %d: a parameter expected, not %r' % (self.peek().line, self.peek().text))
            names.append(self.take().text)
            if self.mark('='):
                self.take()
                self.expression(comma=False)
            self.lines()
            if self.mark(','):
                self.take()
                self.lines()
        self.take(')')
        return names, types

    def leave(self, word):
        line = self.take(word).line
        token = self.peek()
        empty = token.kind in ('newline', 'end') or (token.kind == 'mark' and token.text in ';})')
        return Node(word, line, body=[] if empty else [self.assignment()])

    def on_return(self):
        return self.leave('return')

    def on_throw(self):
        return self.leave('throw')

    def on_exit(self):
        return self.leave('exit')

    def on_continue(self):
        return self.leave('continue')

    def on_break(self):
        return self.leave('break')

    def assignment(self):
        """A pipeline, or names = a statement."""
        left = self.pipeline()
        if self.mark('=') or self.mark('+='):
            operator = self.take()
            line = operator.line
            self.lines()
            return Node('assign', line, add=operator.text == '+=', left=left, body=[left, self.statement()])
        return left

    # ---- pipelines and commands ----

    def pipeline(self):
        parts = [self.element()]
        while self.mark('|'):
            self.take()
            self.lines()
            parts.append(self.element())
        return parts[0] if len(parts) == 1 else Node('pipeline', parts[0].line, body=parts)

    def element(self):
        token = self.peek()
        if token.kind == 'word' and token.text.lower() not in KEYWORDS:
            return self.command(token.text)
        if self.mark('&'):
            self.take()
            return self.command(None)
        return self.expression()

    def command(self, name):
        line = self.peek().line
        node = Node('command', line, name=name, parameters=[], arguments=[], splats=[], body=[])
        if name is None:
            node.body.append(self.postfix(self.primary()))
        else:
            self.take()
        while True:
            token = self.peek()
            if token.kind in ('newline', 'end') or (token.kind == 'mark' and token.text in (';', '|', ')', '}', ']', '=', ',')):
                break
            if token.kind == 'dash':
                self.take()
                value = None
                if token.text.endswith(':'):
                    value = self.argument()
                elif self.begins_argument():
                    value = self.argument()
                node.parameters.append((token.text[1:].rstrip(':'), value, token.text.endswith(':')))
                if value is not None:
                    node.body.append(value)
            elif token.kind == 'splat':
                self.take()
                node.splats.append(token.text)
            elif self.begins_argument():
                value = self.argument()
                node.arguments.append(value)
                node.body.append(value)
            else:
                raise Bad('line %d: %r in a command' % (token.line, token.text))
        return node

    def begins_argument(self):
        token = self.peek()
        return token.kind in ('text', 'variable', 'number', 'word') or (
            token.kind == 'mark' and token.text in ('(', '@(', '@{', '{'))

    def argument(self):
        """One value, or several with commas between."""
        values = [self.value()]
        while self.mark(','):
            self.take()
            self.lines()
            values.append(self.value())
        return values[0] if len(values) == 1 else Node('list', values[0].line, body=values)

    def value(self):
        token = self.peek()
        if token.kind == 'word':
            self.take()
            return Node('word', token.line, value=token.text, body=[])
        return self.postfix(self.primary())

    # ---- expressions ----

    def expression(self, comma=True):
        parts = [self.operand()]
        operators = []
        while True:
            token = self.peek()
            if token.kind == 'dash' and token.text.lower() in BINARY:
                operators.append(self.take().text.lower())
            elif token.kind == 'mark' and (token.text in ('+', '-', '*', '/', '%', '..') or (comma and token.text == ',')):
                operators.append(self.take().text)
            elif token.kind == 'dash':
                raise Bad('line %d: %r is no operator' % (token.line, token.text))
            else:
                break
            self.lines()
            parts.append(self.operand())
        if not operators:
            return parts[0]
        return Node('binary', parts[0].line, operators=operators, body=parts)

    def operand(self):
        token = self.peek()
        if (token.kind == 'dash' and token.text.lower() in UNARY) or (token.kind == 'mark' and token.text in ('!', '-', '+')):
            self.take()
            return Node('unary', token.line, operator=token.text, body=[self.operand()])
        if self.mark('['):
            line = token.line
            name = self.type()
            if self.mark('::'):
                return self.postfix(Node('type', line, value=name, body=[]))
            if self.begins_operand():
                return Node('cast', line, type=name, body=[self.operand()])
            return Node('type', line, value=name, body=[])
        return self.postfix(self.primary())

    def begins_operand(self):
        token = self.peek()
        return token.kind in ('text', 'variable', 'number') or (token.kind == 'mark' and token.text in ('(', '@(', '@{', '{', '['))

    def type(self):
        """[System.Version], [string[]], [ValidateSet('a', 'b')]."""
        self.take('[')
        name = self.take().text
        while self.mark('.'):
            self.take()
            name += '.' + self.take().text
        if self.mark('('):
            self.take()
            while not self.mark(')'):
                self.expression()
            self.take(')')
        if self.mark('['):
            self.take()
            self.take(']')
            name += '[]'
        self.take(']')
        return name

    def primary(self):
        token = self.peek()
        if token.kind == 'text':
            self.take()
            return Node('text', token.line, value=token.text, token=token, body=[])
        if token.kind == 'number':
            self.take()
            return Node('number', token.line, value=int(token.text), body=[])
        if token.kind == 'variable':
            self.take()
            return Node('variable', token.line, value=token.text, body=[])
        if self.mark('('):
            self.take()
            self.lines()
            inner = self.assignment()
            self.lines()
            self.take(')')
            return Node('group', token.line, body=[inner])
        if self.mark('@('):
            self.take()
            body = self.statements(')')
            self.take(')')
            return Node('array', token.line, body=body)
        if self.mark('@{'):
            return self.table()
        if self.mark('{'):
            return Node('scriptblock', token.line, body=self.block())
        raise Bad('line %d: a value expected, not %r' % (token.line, token.text))

    def table(self):
        line = self.take().line
        pairs = []
        self.lines()
        while not self.mark('}'):
            key = self.take()
            if key.kind not in ('word', 'text'):
                raise Bad('line %d: %r is no key' % (key.line, key.text))
            if not self.mark('='):
                raise Bad('line %d: = expected, not %r' % (self.peek().line, self.peek().text))
            self.take()
            self.lines()
            pairs.append((key, self.statement()))
            if not (self.peek().kind == 'newline' or self.mark(';') or self.mark('}')):
                raise Bad('line %d: %r after a value' % (self.peek().line, self.peek().text))
            self.lines()
        self.take('}')
        return Node('table', line, pairs=pairs, body=[value for _, value in pairs])

    def postfix(self, node):
        while True:
            token = self.peek()
            if token.kind != 'mark' or token.space:
                return node
            if token.text in ('.', '::'):
                self.take()
                name = self.primary() if self.peek().kind in ('text', 'variable') or self.mark('(') else None
                word = self.take().text if name is None else None
                node = Node('member', token.line, of=node, name=word, body=[node] + ([name] if name else []))
                if self.mark('(') and not self.peek().space:
                    self.take()
                    self.lines()
                    arguments = []
                    while not self.mark(')'):
                        arguments.append(self.expression())
                        self.lines()
                    self.take(')')
                    node = Node('call', token.line, of=node, body=[node] + arguments)
            elif token.text == '[':
                self.take()
                index = self.expression()
                self.take(']')
                node = Node('index', token.line, of=node, index=index, body=[node, index])
            elif token.text in ('++', '--'):
                self.take()
                node = Node('unary', token.line, operator=token.text, body=[node])
            else:
                return node


def walk(nodes):
    for node in nodes:
        yield node
        yield from walk(node.body)


def parse(source):
    """All statements of a script; Bad says where it is none."""
    return Parser(source).script()


def plain(node):
    """A literal as Python has it: text, number, truth, table, list. Anything else is no data."""
    if node.kind in ('text', 'number'):
        return node.value
    if node.kind == 'variable' and node.value.lower() in ('true', 'false', 'null'):
        return {'true': True, 'false': False, 'null': None}[node.value.lower()]
    if node.kind == 'unary' and node.operator == '-' and node.body[0].kind == 'number':
        return -node.body[0].value
    if node.kind == 'table':
        if any(key.kind != 'word' for key, _ in node.pairs):
            raise Bad('line %d: a key that is no word' % node.line)
        return {key.text: plain(value) for key, value in node.pairs}
    if node.kind == 'array':
        values = []
        for inner in node.body:
            if inner.kind == 'binary' and set(inner.operators) == {','}:
                values += [plain(value) for value in inner.body]
            else:
                values.append(plain(inner))
        return values
    raise Bad('line %d: %s is no data' % (node.line, node.kind))


def data(source):
    """($Plan, $Steps) of a runbook: what ringup wrote into it."""
    found = {}
    for node in parse(source):
        if node.kind == 'assign' and node.left.kind == 'variable' and node.left.value in ('Plan', 'Steps'):
            if node.left.value in found:
                raise Bad('line %d: $%s a second time' % (node.line, node.left.value))
            found[node.left.value] = plain(node.body[1])
    if set(found) != {'Plan', 'Steps'}:
        raise Bad('$Plan and $Steps are missing')
    return found['Plan'], found['Steps']
