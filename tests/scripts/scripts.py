"""Proves that runbooks are PowerShell that the module understands, and that no text of a tenant gets out of its quotes:
names made of quotes, newlines, comments, here-strings and broken bytes come back from the tokenizer as they went in, or
replaced as powershell_quote says, and add no token. What the check would refuse is planted and refused.

    scripts.py MAKE CMDLETS.json"""

import os
import re
import shutil
import subprocess
import sys
import tempfile

import check
import powershell

HOSTILE = [
    ('every quote', "'\u2018\u2019\u201a\u201b\"\u201c\u201d\u201e`".encode()),
    ('each quote twice', "''\u2018\u2018\u2019\u2019\u201a\u201a\u201b\u201b".encode()),
    ('a quote at its end', "O'Brien\u2019".encode()),
    ('quotes alone', b"'"),
    ('two kinds of quotes together', "'\u2019'\u2018".encode()),
    ('a subexpression', b"$(Remove-Item -Recurse /)${x}$x`$"),
    ('the end of a statement', b"'; Remove-Item / ;'"),
    ('brackets', b"')}]@{(["),
    ('comments', b"# <# #> #>' #"),
    ('here-strings', b"@'\nx\n'@ @\"\n\"@"),
    ('newlines', b"a\r\nb\nc\rd\te\x0b"),
    ('line and paragraph separators', "a\u2028b\u2029c\u0085d".encode()),
    ('controls', bytes(range(1, 0x20)) + b'\x7f' + '\u0080\u009b'.encode()),
    ('bidirectional controls', "a\u202eb\u2066c\u2069d\u200fe\u061cf\u202a".encode()),
    ('a byte order mark', "\ufeffname\ufeff".encode()),
    ('dashes', "\u2013Force \u2014x \u2015y -z".encode()),
    ('a NUL', b"before\0'; after"),
    ('bytes that are no UTF-8', b"a\xff'\xc3'\xe2\x80'\xf0\x9f\x98' \xed\xa0\x80 \xc0\xa7"),
    ('a quote in too many bytes', b"\xe0\x80\xa7 \xf0\x80\x80\xa7"),
    ('the mark of the plan', b"#=plan=\n$Steps = @()\n"),
    ('a format', b"{0} {1} %s %d {{}}"),
    ('beyond ASCII', "Zo\u00eb \u7530\u4e2d \U0001f600 \u0430".encode()),
    ('an email address', b"ava@contoso.example"),
    ('a number', b"+14255550100;ext=1,2"),
    ('a path', b"file:C:\\x\\..\\[a]*.wav"),
]

# What stands in every script as it is: our own words, and what is read before it is written.
CUT = 'US'  # in a field of an address that is too short for the text
OWN = {'kind', 'digest', 'id', 'written', 'quantity', 'overflow_at', 'timeout_after', 'hours', 'usage', 'featureKind', 'method', 'tokens', 'reads'}

PLANTED = [
    ('an unknown cmdlet', 'Get-CsTenant -ErrorAction', 'Get-CsTenants -ErrorAction', 'no such command'),
    ('an unknown parameter', 'Get-CsPhoneNumberAssignment -Top', 'Get-CsPhoneNumberAssignment -First', 'no parameter First'),
    ('a required parameter that is missing', "-Identities @($Account) -ConfigurationId $Id -ConfigurationType", "-Identities @($Account) -ConfigurationType", 'fits no parameter set'),
    ('two parameter sets at once', '-TenantId $Plan.tenant -ApplicationId $ApplicationId -Certificate $certificate', '-TenantId $Plan.tenant -UseDeviceAuthentication -Certificate $certificate', 'fits no parameter set'),
    ('a value that is not accepted', "-Type 'AfterHours'", "-Type 'Nights'", "does not accept 'Nights'"),
    ('a call that goes on after an error', "Get-CsTenant -ErrorAction Stop", 'Get-CsTenant', 'does not stop at an error'),
    ('a splatted call that goes on after an error', "@{ LocationId = (Resolve-Location $Step); ErrorAction = 'Stop' }", '@{ LocationId = (Resolve-Location $Step) }', 'does not stop at an error'),
    ('an unknown key of a splatted table', 'if ($location -ne \'\') { $arguments.LocationId =', 'if ($location -ne \'\') { $arguments.Location =', 'no parameter Location'),
    ('a name that only some versions know', "@('PhoneNumber', 'TelephoneNumber'))] = $Step.number", "@('PhoneNumber', 'Telephone'))] = $Step.number", 'no parameter'),
    ('a dead parameter', 'Get-CsTenant -ErrorAction Stop', "Get-CsTenant -ErrorAction Stop -Identity 'x'", 'deprecated'),
    ('a value without a name', 'Get-CsTenant -ErrorAction Stop', "Get-CsTenant 'x' -ErrorAction Stop", 'a value without a name'),
    ('a switch with a value', '-CivicAddressId $Step.civicAddressId -Force ', '-CivicAddressId $Step.civicAddressId -Force $true ', 'takes no value'),
    ('a table that nobody knows', 'New-CsCallQueue @settings', 'New-CsCallQueue @unknown', 'nobody knows'),
    ('a text in double quotes', "'Made by ringup'", '"Made by $x"', 'single-quoted'),
    ('a text in typographic double quotes', "'Made by ringup'", '\u201cMade by $x\u201d', 'single-quoted'),
    ('a here-string', "'Made by ringup'", "@'\nx\n'@", 'single-quoted'),
    ('a text that does not end', "'Made by ringup'", "'Made by ringup", ''),
    ('a bracket too few', "Confirm-Disclaimer $Step.country\n    $arguments", "Confirm-Disclaimer ($Step.country\n    $arguments", ''),
    ('a bracket too many', 'exit $State.Exit', 'exit $State.Exit }', 'after a statement'),
    ('a value that is a command', "    tokens = $false", "    tokens = Get-Date", 'no data'),
]


class Claims:
    def __init__(self):
        self.passed = self.failed = 0

    def claim(self, true, text):
        if true:
            self.passed += 1
        else:
            self.failed += 1
            print('not true: %s' % text)


def made(make, text):
    return subprocess.run([make], input=text, stdout=subprocess.PIPE, check=True, timeout=60).stdout


def rule(raw):
    """What powershell_quote says of a text, said once more."""
    text = raw.split(b'\0')[0].decode('utf-8', 'replace')
    text = re.sub('[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]', '', text)
    return re.sub('[\0-\x1f\x7f-\x9f\u2028\u2029]', ' ', text)


def alike(one, other):
    """How many marks stand for a broken sequence is nobody's business."""
    return re.sub('\ufffd+', '\ufffd', one) == re.sub('\ufffd+', '\ufffd', other)


def texts(data, path=''):
    if isinstance(data, dict):
        for key, value in data.items():
            if key not in OWN:
                yield from texts(value, '%s.%s' % (path, key))
    elif isinstance(data, list):
        for at, value in enumerate(data):
            yield from texts(value, '%s[%d]' % (path, at))
    elif isinstance(data, str):
        yield path, data


def shape(source):
    return [(token.kind, '' if token.kind == 'text' else token.text) for token in powershell.Tokenizer(source).run()]


def hostile_texts_stay_in_their_quotes(claims, make, cmdlets):
    harmless = shape(made(make, b'name').decode())
    for name, raw in HOSTILE:
        source = made(make, raw)
        claims.claim(source.startswith(b'\xef\xbb\xbf') == any(byte > 127 for byte in source[3:]), '%s: a byte order mark when it is needed' % name)
        source = source.decode('utf-8')
        claims.claim(shape(source.lstrip('\ufeff')) == harmless, '%s: adds no token' % name)
        try:
            plan, steps = powershell.data(source)
        except powershell.Bad as bad:
            claims.claim(False, '%s: %s' % (name, bad))
            continue
        wrong = [path for path, text in texts([plan, steps]) if not alike(text, rule(raw)) and not ('.address.' in path and text == CUT)]
        claims.claim(not wrong, '%s: comes back as it was: %s' % (name, ' '.join(wrong[:5])))
        claims.claim(len(steps) == 17, '%s: a step of every kind' % name)
        claims.claim(not check.Check(source, cmdlets).problems, '%s: the check finds nothing' % name)


def scripts_fit_the_module(claims, make, cmdlets):
    source = made(make, b'name').decode()
    found = check.Check(source, cmdlets)
    for problem in found.problems:
        claims.claim(False, problem)
    claims.claim(not found.problems, 'a script of every kind fits the module')
    for name in sorted(cmdlets.all):
        claims.claim(name in found.used, '%s of the extract is used' % name)
    for word in ('-DomainController', 'Set-CsOnlineVoiceUser', 'Get-CsOnlineTelephoneNumber ', 'Install-Module -', 'Invoke-Expression', 'Write-Output'):
        claims.claim(word not in source.split('[CmdletBinding()]')[1].replace("Install it with: Install-Module -Name", ''), 'a script has no %s' % word)


def what_is_planted_is_refused(claims, make, cmdlets):
    source = made(make, b'name').decode()
    for name, old, new, word in PLANTED:
        claims.claim(old in source, '%s: can be planted' % name)
        try:
            problems = check.Check(source.replace(old, new, 1), cmdlets).problems
        except powershell.Bad as bad:
            problems = [str(bad)]
        claims.claim(problems and any(word in problem for problem in problems), '%s: is refused (%s)' % (name, problems))


def powershell_itself_reads_them(claims, make):
    """Where it is installed: its own parser, and its own values of the hostile texts."""
    if not shutil.which('pwsh'):
        return
    reader = ('$e = $null; $null = [System.Management.Automation.Language.Parser]::ParseFile($args[0], [ref] $null, [ref] $e); '
              'if ($e.Count) { $e | ForEach-Object { [Console]::Error.WriteLine($_.ToString()) }; exit 1 }')
    for name, raw in HOSTILE:
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, 'script.ps1')
            with open(path, 'wb') as file:
                file.write(made(make, raw))
            ended = subprocess.run(['pwsh', '-NoLogo', '-NoProfile', '-NonInteractive', '-Command', '& { %s } %s' % (reader, path)],
                                   stderr=subprocess.PIPE, timeout=120, check=False)
            claims.claim(ended.returncode == 0, '%s: pwsh parses it: %s' % (name, ended.stderr.decode('utf-8', 'replace')[:500]))


def main():
    make, cmdlets = sys.argv[1], check.Cmdlets(sys.argv[2])
    claims = Claims()
    hostile_texts_stay_in_their_quotes(claims, make, cmdlets)
    scripts_fit_the_module(claims, make, cmdlets)
    what_is_planted_is_refused(claims, make, cmdlets)
    powershell_itself_reads_them(claims, make)
    print('%d passed, %d failed' % (claims.passed, claims.failed))
    return 1 if claims.failed else 0


if __name__ == '__main__':
    sys.exit(main())
