"""Proves what a runbook does, in a tenant that is played: it reads before it writes, so that running it again changes
nothing; killed at any change it goes on, and nothing is made or bought twice; an order is in the result file before it is
waited for; money and disclaimers need a person's yes; module versions of two years bind alike.

    runs.py RUNBOOK.ps1"""

import datetime
import json
import os
import sys
import tempfile

from interpret import STARTED, Interpreter, Killed
from module import Teams, new_id


def literal(value):
    if isinstance(value, bool):
        return '$true' if value else '$false'
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return "'%s'" % value.replace("'", "''")
    if isinstance(value, list):
        return '@(\n%s\n)' % '\n'.join(literal(item) for item in value)
    return '@{ %s }' % '; '.join('%s = %s' % (key, literal(inner)) for key, inner in value.items())


ADDRESS = {'key': 'address:1', 'kind': 'address', 'address': {'name': 'hq', 'company_name': 'Contoso', 'country': 'US', 'house_number': '500',
           'street_name': "O'Hara St", 'city': 'Bellevue', 'state': 'WA', 'postal_code': '98004', 'latitude': '47.6', 'longitude': '-122.2'}}
PLACE = {'key': 'place:2', 'kind': 'place', 'place': 'Office', 'addressKey': 'address:1'}
ORDER = {'key': 'order:1', 'kind': 'order', 'numberKind': 'user', 'country': 'US', 'areaCode': '425', 'quantity': 2, 'addressKey': 'address:1'}
ASSIGN = {'key': 'assign:1', 'kind': 'assign', 'number': '+14255550100', 'upn': 'ava@x', 'placeKey': 'place:2', 'country': 'US'}
ASSIGN_BEN = {'key': 'assign:2', 'kind': 'assign', 'number': '+14255550101', 'upn': 'ben@x', 'placeKey': 'place:2', 'country': 'US'}
ACCOUNT = {'key': 'feature:1', 'kind': 'account', 'name': 'aa@x', 'document': {'display_name': 'Main', 'serves': 'attendant'}}
ACCOUNT_QUEUE = {'key': 'feature:2', 'kind': 'account', 'name': 'cq@x', 'document': {'display_name': 'Sales', 'serves': 'queue'}}
QUEUE = {'key': 'feature:3', 'kind': 'queue', 'name': 'Sales', 'document': {'account': 'cq@x', 'language': 'en-US', 'greeting': 'Hello', 'music': '',
         'method': 'Attendant', 'agents': ['ava@x', 'ben@x'], 'overflow_at': 50, 'overflow_to': 'attendant:Main', 'timeout_after': 1200, 'timeout_to': 'end'}}
ATTENDANT = {'key': 'feature:4', 'kind': 'attendant', 'name': 'Main', 'document': {'account': 'aa@x', 'language': 'en-US', 'time_zone': 'UTC',
             'greeting': 'Welcome', 'closed': 'Closed', 'hours': [{'day': 'Monday', 'from': '09:00', 'to': '1.00:00'}],
             'menu': [{'key': '1', 'say': 'Sales', 'to': 'queue:Sales'}, {'key': '#', 'say': 'Bye', 'to': 'end'}], 'after_hours': 'voicemail:ava@x',
             'holidays': [{'name': 'Eve', 'date': '2027-12-31', 'to': 'number:+14255550199'}], 'operator': 'person:ava@x'}}
BRIDGE = {'key': 'feature:5', 'kind': 'bridge', 'name': 'bridge', 'document': {'toll': '+14255550109', 'toll_free': '', 'languages': ['en-US', 'fr-CA']}}
WHOLE = [ADDRESS, PLACE, ORDER, ASSIGN, ASSIGN_BEN, ACCOUNT, ACCOUNT_QUEUE, QUEUE, ATTENDANT, BRIDGE]


class Bench:
    def __init__(self, runbook):
        with open(runbook, encoding='utf-8') as file:
            self.runbook = file.read()
        self.passed = self.failed = 0
        self.folder = tempfile.TemporaryDirectory()
        self.files = 0
        self.parsed = {}

    def claim(self, true, text):
        if true:
            self.passed += 1
        else:
            self.failed += 1
            print('not true: %s' % text)

    def file(self):
        self.files += 1
        return os.path.join(self.folder.name, '%d.jsonl' % self.files)

    def run(self, teams, steps, results=None, answers=None, plan=None, seconds=0, **parameters):
        """The interpreter after it ended, with its status; None when it was killed."""
        about = {'id': 'x', 'title': 'Bakery', 'written': '', 'tenant': teams.id, 'environment': '', 'tokens': False, 'reads': False}
        about.update(plan or {})
        marked = [dict(step, digest='%016x' % (sum(map(ord, repr(step))))) for step in steps]
        text = '$Plan = %s\n$Steps = %s\n' % (literal(about), literal(marked))
        source = self.runbook.replace('#=plan=\n', text)
        shell = Interpreter(source, teams.commands(), '/plan.ps1', seconds)
        shell.answers = list(answers or [])
        if about['tokens']:
            shell.environment = {'RINGUP_GRAPH_TOKEN': 'g', 'RINGUP_TEAMS_TOKEN': 't'}
        parameters.setdefault('Numbers', 'Take')
        parameters.setdefault('AcceptDisclaimer', ['US,CA'])
        try:
            shell.status = shell.run(ResultPath=results or self.file(), **parameters)
        except Killed:
            shell.status = None
        return shell


def lines(path):
    with open(path, encoding='utf-8') as file:
        return [json.loads(line) for line in file.read().split('\n') if line]


def last(path):
    return {line['key']: line for line in lines(path) if 'key' in line}


def whole(teams):
    """What a tenant must have of WHOLE, each once."""
    bought = [row['TelephoneNumber'] for row in teams.numbers]
    return [len(teams.addresses), len(teams.locations), sorted(bought), sorted(row['AssignedPstnTargetId'] for row in teams.numbers),
            sorted(teams.accounts), [row['Name'] for row in teams.queues], [row['Name'] for row in teams.attendants],
            sorted(schedule.get('Name') for schedule in teams.schedules), len(teams.links), teams.bridge['numbers'], teams.bridge['default']]


def expected(teams):
    ids = sorted(row['Identity'] for row in teams.users.values())
    return [1, 1, ['+14255550100', '+14255550101'], ids, ['aa@x', 'cq@x'], ['Sales'], ['Main'], ['Main: Eve 2027-12-31', 'Main: hours'], 2,
            ['+14255550109'], '+14255550109']


def a_plan_is_carried_out_once(bench):
    for new in (True, False):
        teams, path = Teams(new), bench.file()
        name = 'the module of %s' % ('today' if new else 'two years ago')
        shell = bench.run(teams, WHOLE, path)
        bench.claim(shell.status == 0, '%s: all is done: %s' % (name, shell.said))
        bench.claim(whole(teams) == expected(teams), '%s: the tenant has it: %s' % (name, whole(teams)))
        found = last(path)
        bench.claim(all(found[step['key']]['state'] == 'done' for step in WHOLE), '%s: every step says done' % name)
        bench.claim(found['number:+14255550100'] == {'key': 'number:+14255550100', 'kind': 'acquire', 'state': 'done'}, '%s: an order adds a line for each number' % name)
        bench.claim(found['address:1']['civicAddressId'] == teams.addresses[0]['CivicAddressId'], '%s: the address says its id' % name)
        bench.claim(found['place:2']['locationId'] == teams.locations[0]['LocationId'], '%s: the place says its id' % name)
        head = lines(path)[0]
        bench.claim(head['schema'] == 1 and head['tenant'] == teams.id, '%s: the first line says where' % name)
        bench.claim(lines(path)[-1]['exit'] == 0, '%s: the last line says how it ended' % name)
        changes = len(teams.audit)
        bench.run(teams, WHOLE, path, seconds=3600)
        bench.claim(len(teams.audit) == changes, '%s: run again, nothing is changed: %s' % (name, teams.audit[changes:]))
        bench.run(teams, [step for step in WHOLE if step['kind'] not in ('queue', 'attendant', 'bridge', 'order')], seconds=7200)
        bench.claim(len(teams.audit) == changes, '%s: nor without the result file: %s' % (name, teams.audit[changes:]))
        bench.run(teams, WHOLE[5:], seconds=9000)
        bench.claim(whole(teams) == expected(teams), '%s: what cannot be compared is set again, not made again: %s' % (name, whole(teams)))


def killed_anywhere_it_goes_on(bench):
    for when in ('before', 'after'):
        at = 1
        while True:
            teams, path = Teams(), bench.file()
            teams.kill = (at, when)
            shell = bench.run(teams, WHOLE, path)
            if shell.status is not None:
                break
            killed = teams.calls[-1]
            teams.kill = None
            if at % 3 == 0:
                with open(path, 'a', encoding='utf-8') as file:
                    file.write('{"key":"address:1","ki')
            again = bench.run(teams, WHOLE, path, seconds=(teams.now - STARTED).seconds + (1 if at % 2 else 120))
            # An order whose id never came back is not known: it runs out by itself, unbought.
            bench.claim(again.status == 0 or killed == 'new-csonlinetelephonenumberorder', 'killed %s %s: goes on to the end: %s' % (when, killed, again.said[-12:]))
            if killed != 'new-csonlinetelephonenumberorder':
                bench.claim(whole(teams) == expected(teams), 'killed %s %s: each once: %s' % (when, killed, whole(teams)))
            bench.claim(sum(1 for row in teams.orders.values() if row['Status'] == 'Completed') == 1, 'killed %s %s: one order is bought' % (when, killed))
            at += 1
        bench.claim(at > 15, 'killed %s: at every change (%d)' % (when, at))


def an_order_is_known_before_it_is_waited_for(bench):
    teams, path = Teams(), bench.file()
    seen = []
    commands = teams.commands

    def watched():
        table = commands()
        ask = table['get-csonlinetelephonenumberorder']

        def asked(shell, named):
            seen.append(last(path).get('order:1', {}).get('orderId'))
            return ask(shell, named)
        table['get-csonlinetelephonenumberorder'] = asked
        return table
    teams.commands = watched
    bench.run(teams, [ADDRESS, ORDER], path)
    bench.claim(seen and all(order in teams.orders for order in seen), 'the id is in the file at the first look: %s' % seen[:1])


def numbers_need_a_yes(bench):
    rows = [('a yes', 'Ask', [('Take these 2 numbers?', 'yes')], 0, 'done', 2), ('clear', 'Ask', [('Take these', 'clear')], 0, 'failed', 0),
            ('anything else', 'Ask', [('Take these', 'y')], 3, 'held', 0), ('nobody to ask', 'Ask', [], 3, 'held', 0),
            ('taken without asking', 'Take', [], 0, 'done', 2), ('only shown', 'Show', [], 3, 'held', 0)]
    for name, numbers, answers, status, state, bought in rows:
        teams, path = Teams(), bench.file()
        shell = bench.run(teams, [ADDRESS, ORDER], path, answers, Numbers=numbers)
        line = last(path)['order:1']
        bench.claim((shell.status, line['state'], len(teams.numbers)) == (status, state, bought), '%s: %s %s' % (name, shell.status, line))
        if state == 'held':
            bench.claim(line['heldUntil'].startswith('2026-11-21T08:1') and len(line['numbers']) == 2 and line['numbers'][0]['city'] == 'Bellevue', '%s: says what and until when' % name)
    teams, path = Teams(), bench.file()
    bench.run(teams, [ADDRESS, ORDER], path, Numbers='Show')
    bench.run(teams, [ADDRESS, ORDER], path, Numbers='Clear', seconds=60)
    bench.claim(len(teams.stock) == 10 and not teams.numbers, 'what an earlier run held is given back')
    teams, path = Teams(), bench.file()
    bench.run(teams, [ADDRESS, ORDER], path, Numbers='Show')
    bench.run(teams, [ADDRESS, ORDER], path, seconds=300)
    bench.claim(len(teams.orders) == 1 and len(teams.numbers) == 2, 'what an earlier run held is taken')
    teams, path = Teams(), bench.file()
    bench.run(teams, [ADDRESS, ORDER], path, Numbers='Show')
    bench.run(teams, [ADDRESS, ORDER], path, seconds=900)
    bench.claim(len(teams.orders) == 2 and len(teams.numbers) == 2, 'what has run out is searched again')


def with_tokens_nobody_is_asked(bench):
    teams, path = Teams(), bench.file()
    shell = bench.run(teams, [ADDRESS, PLACE, ORDER], path, plan={'tokens': True}, Numbers='Ask', AcceptDisclaimer=[])
    order = last(path)['order:1']
    bench.claim(order['state'] == 'held' and not teams.disclaimers, 'an order is held: %s' % order)
    bench.claim(teams.audit and shell.environment == {}, 'the tokens leave the environment')
    take = [{'key': 'number:' + number, 'kind': 'acquire', 'number': number, 'reservation': order['orderId'], 'country': 'US'} for number in ('+14255550100', '+14255550101')]
    shell = bench.run(teams, take[:1], path, plan={'tokens': True}, seconds=60)
    bench.claim(not teams.numbers and 'can only be bought as a whole' in last(path)['number:+14255550100']['message'], 'an order that holds more than is wanted is not bought')
    shell = bench.run(teams, take, path, plan={'tokens': True}, Numbers='Ask', seconds=120)
    bench.claim(shell.status == 0 and len(teams.numbers) == 2, 'what ringup decided is bought')
    bench.claim([name for name, _ in teams.audit].count('complete-csonlinetelephonenumberorder') == 1, 'several numbers of an order complete it once')


def disclaimers_are_accepted_by_a_person_once(bench):
    teams, path = Teams(), bench.file()
    shell = bench.run(teams, [ADDRESS, PLACE, ORDER], path, [('Type US to accept', 'US')], AcceptDisclaimer=[])
    bench.claim(shell.status == 0 and teams.disclaimers == {'US'} and not shell.answers, 'asked once: %s' % shell.said)
    teams, path = Teams(), bench.file()
    shell = bench.run(teams, [ADDRESS, ORDER], path, [('Type US to accept', 'no')], AcceptDisclaimer=[])
    bench.claim(shell.status == 1 and not teams.audit, 'a no: nothing is done: %s' % teams.audit)
    bench.claim('not accepted' in last(path)['address:1']['message'], 'a no: it says why')


def what_must_not_be_is_not_done(bench):
    teams = Teams()
    shell = bench.run(teams, WHOLE, plan={'tenant': new_id(1)})
    bench.claim(shell.status == 2 and not teams.audit, 'another tenant is left alone')
    teams = Teams()
    bench.claim(bench.run(teams, [ADDRESS], plan={'tenant': 'contoso.example'}).status == 0, 'a domain of the tenant is enough')
    bench.claim(bench.run(teams, [ADDRESS], plan={'tenant': 'other.example'}).status == 2, 'a domain of another one is not')
    bench.claim(bench.run(teams, [ADDRESS], answers=[('Is this the tenant', 'yes')], plan={'tenant': ''}).status == 0, 'without one a person says so')
    teams = Teams()
    shell = bench.run(teams, WHOLE, Check=True)
    bench.claim(not teams.audit and any('is to do' in line for line in shell.said), '-Check only reads')
    teams, path = Teams(), bench.file()
    teams.now = datetime.datetime(2026, 1, 1)
    teams.own('+14255550100', target=teams.users['ben@x']['Identity'])
    bench.run(teams, [{key: value for key, value in ASSIGN.items() if key != 'placeKey'}], path)
    bench.claim(not teams.users['ava@x']['LineUri'] and 'somebody else' in last(path)['assign:1']['message'], 'nobody loses a number to somebody else')
    release = {'key': 'number:+14255550100', 'kind': 'release', 'number': '+14255550100'}
    bench.run(teams, [release], path)
    bench.claim(len(teams.numbers) == 1, 'a number that somebody has is not released')
    bench.run(teams, [{'key': 'assign:2', 'kind': 'unassign', 'number': '+14255550100', 'upn': 'ben@x'}, release], path)
    bench.claim(not teams.numbers, 'it is when nobody has it')
    teams, path = Teams(), bench.file()
    bench.run(teams, [PLACE], path)
    bench.claim(not teams.audit and 'Needs address:1 first' in last(path)['place:2']['message'], 'what lacks an id is not tried')


def trouble_is_met(bench):
    teams = Teams()
    teams.faults = [('new-csonlineliscivicaddress', 'Response status code 429 (Too Many Requests)')] * 2
    bench.claim(bench.run(teams, [ADDRESS]).status == 0 and len(teams.addresses) == 1, 'a busy service is asked again')
    teams, path = Teams(), bench.file()
    teams.faults = [('new-csonlineliscivicaddress', 'The address is not a valid address.\x1b[2J')]
    shell = bench.run(teams, [ADDRESS, ACCOUNT], path)
    bench.claim(shell.status == 1 and last(path)['address:1']['message'] == 'The address is not a valid address. [2J', 'a refusal is told, without its controls: %s' % last(path)['address:1'])
    bench.claim(last(path)['feature:1']['state'] == 'done', 'the rest goes on')
    teams, path = Teams(), bench.file()
    teams.stock = []
    bench.run(teams, [ADDRESS, ORDER], path)
    bench.claim('OutOfStock' in last(path)['order:1']['message'], 'no stock is told in the service\'s word')
    teams, path = Teams(), bench.file()
    teams.now, teams.warnings = STARTED - datetime.timedelta(days=1), ['The emergency disclaimer was not accepted.']
    teams.own('+14255550100')
    bench.run(teams, [{key: value for key, value in ASSIGN.items() if key != 'placeKey'}], path)
    bench.claim(last(path)['assign:1']['message'] == teams.warnings[0], 'a warning goes with what is done: %s' % last(path)['assign:1'])
    teams, path = Teams(), bench.file()
    wish = dict(ADDRESS, address=dict(ADDRESS['address'], city='Belevue'))
    bench.run(teams, [wish], path)
    bench.claim(last(path)['address:1'].get('corrections') == [{'field': 'city', 'theirs': 'Bellevue'}], 'what validation changed is told: %s' % last(path)['address:1'])


def the_tenant_is_read_in_pages(bench):
    teams, path = Teams(), bench.file()
    bench.run(teams, WHOLE, path)
    teams.now = datetime.datetime(2026, 1, 1)
    for at in range(1500):
        teams.own('+1206555%04d' % at)
    path = bench.file()
    bench.run(teams, [], path, plan={'reads': True}, seconds=3600)
    pages = [line for line in lines(path) if 'read' in line]
    bench.claim([(page['read'], len(page['value']), page['last']) for page in pages] == [('addresses', 1, True), ('numbers', 1000, False), ('numbers', 502, True)], 'pages of a thousand')
    address = pages[0]['value'][0]
    bench.claim(address['description'] == 'hq' and address['street_name'] == "O'Hara St" and address['validationStatus'] == 'Valid', 'an address has our columns: %s' % address)
    bench.claim([place['location'] for place in address['locations']] == ['', 'Office'], 'and its places: %s' % address['locations'])
    number = [row for page in pages[1:] for row in page['value'] if row['telephoneNumber'] == '+14255550100'][0]
    bench.claim(number['assignmentTargetId'] == teams.users['ava@x']['Identity'] and number['locationId'] == teams.locations[0]['LocationId'] and number['kind'] == 'user', 'a number says who has it: %s' % number)


def main():
    bench = Bench(sys.argv[1])
    for claim in (a_plan_is_carried_out_once, killed_anywhere_it_goes_on, an_order_is_known_before_it_is_waited_for, numbers_need_a_yes,
                  with_tokens_nobody_is_asked, disclaimers_are_accepted_by_a_person_once, what_must_not_be_is_not_done, trouble_is_met,
                  the_tenant_is_read_in_pages):
        claim(bench)
    print('%d passed, %d failed' % (bench.passed, bench.failed))
    return 1 if bench.failed else 0


if __name__ == '__main__':
    sys.exit(main())
