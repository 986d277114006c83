"""Plays the module MicrosoftTeams: a tenant in memory that the commands of a runbook read and change. What was changed
shows after a while, as in the real one; every change is in `audit`. A command that gets a parameter which this version
of the module does not have refuses it."""

import datetime
import uuid

from interpret import Killed, Problem, Table, Thing, items

READS = ('get-', 'find-')
MAKES = ('new-csautoattendantprompt', 'new-csautoattendantmenu', 'new-csautoattendantmenuoption', 'new-csautoattendantcallflow',
         'new-csautoattendantcallableentity', 'new-csautoattendantcallhandlingassociation', 'new-csonlinetimerange',
         'new-csonlinedatetimerange', 'connect-microsoftteams', 'disconnect-microsoftteams')


def new_id(number):
    return str(uuid.UUID(int=number + (7 << 96)))


class Teams:
    def __init__(self, new=True, delay=15):
        self.new, self.delay, self.ids = new, delay, 0
        self.audit, self.calls, self.kill, self.faults, self.warnings = [], [], None, [], []
        self.id, self.domain = new_id(999), 'contoso.example'
        self.users = {upn: {'Identity': new_id(500 + at), 'UserPrincipalName': upn, 'LineUri': '', 'FeatureTypes': ['Teams', 'PhoneSystem', 'CallingPlan']}
                      for at, upn in enumerate(('ava@x', 'ben@x'))}
        self.addresses, self.locations, self.numbers, self.orders = [], [], [], {}
        self.accounts, self.links, self.queues, self.attendants, self.schedules = {}, {}, [], [], []
        self.disclaimers, self.bridge = set(), {'numbers': [], 'default': ''}
        self.stock = ['+1425555010%d' % at for at in range(10)]

    # ---- the machinery ----

    def commands(self):
        names = [name for name in dir(self) if name.startswith('cs_')]
        table = {name[3:].replace('_', '-'): self.counted(name[3:].replace('_', '-'), getattr(self, name)) for name in names}
        table['get-command'] = self.get_command
        table['get-module'] = lambda ps, named: [Thing([('Version', [7, 6, 0] if self.new else [6, 4, 0])])]
        return table

    def counted(self, name, method):
        def call(ps, named):
            given = {key: value for key, value in named.items() if key not in ('erroraction', 'warningaction', 'warningvariable', 'force', 'confirm')}
            self.now = ps.now
            if self.faults and self.faults[0][0] == name:
                raise Problem(self.faults.pop(0)[1])
            write = not name.startswith(READS) and name not in MAKES
            self.calls.append(name)
            at = sum(1 for called in self.calls if not called.startswith(READS) and called not in MAKES)
            if write and self.kill == (at, 'before'):
                ps.killed = True
                raise Killed()
            found = [item for item in items(method(**given)) if item is not None]
            if 'warningvariable' in named:
                ps.scopes[-1][named['warningvariable'].lower()] = list(self.warnings)
            if write:
                self.audit.append((name, tuple(sorted((key, str(value)) for key, value in given.items() if isinstance(value, (str, int))))))
            if write and self.kill == (at, 'after'):
                ps.killed = True
                raise Killed()
            return found
        return call

    def get_command(self, ps, named):
        names = ('TelephoneNumber', 'NumberType') if self.new else ('PhoneNumber', 'PhoneNumberType')
        return [Thing([('Parameters', Table((name, name) for name in names + ('Identity', 'LocationId')))])]

    def made(self):
        self.ids += 1
        return new_id(self.ids)

    def later(self, seconds=None):
        return self.now + datetime.timedelta(seconds=self.delay if seconds is None else seconds)

    def shown(self, rows):
        return [row for row in rows if row['visible'] <= self.now]

    @staticmethod
    def thing(row):
        return Thing((key, value) for key, value in row.items() if key != 'visible')

    # ---- tenant and people ----

    def cs_connect_microsoftteams(self, **given):
        self.connected = given

    def cs_disconnect_microsoftteams(self):
        self.connected = None

    def cs_get_cstenant(self):
        return Thing([('TenantId', self.id), ('DisplayName', 'Contoso'), ('VerifiedDomains', [Thing([('Name', self.domain)])])])

    def user(self, identity):
        for row in self.users.values():
            if identity in (row['Identity'], row['UserPrincipalName']):
                return row
        raise Problem('User %s was not found.' % identity)

    def cs_get_csonlineuser(self, identity):
        return self.thing(self.user(identity))

    def cs_get_csonlineenhancedemergencyservicedisclaimer(self, countryorregion):
        return Thing([('Country', countryorregion), ('Response', 'Accepted' if countryorregion in self.disclaimers else 'None')])

    def cs_set_csonlineenhancedemergencyservicedisclaimer(self, countryorregion):
        self.disclaimers.add(countryorregion)

    # ---- addresses ----

    def cs_get_csonlineliscivicaddress(self, civicaddressid=None, countryorregion=None):
        rows = [row for row in self.shown(self.addresses) if (civicaddressid in (None, row['CivicAddressId'])) and countryorregion in (None, row['CountryOrRegion'])]
        return [self.thing(row) for row in rows]

    def cs_new_csonlineliscivicaddress(self, **given):
        names = {'description': 'Description', 'companyname': 'CompanyName', 'countryorregion': 'CountryOrRegion', 'housenumber': 'HouseNumber',
                 'streetname': 'StreetName', 'streetsuffix': 'StreetSuffix', 'city': 'City', 'stateorprovince': 'StateOrProvince', 'postalcode': 'PostalCode', 'latitude': 'Latitude', 'longitude': 'Longitude'}
        row = {names[key]: value for key, value in given.items()}
        row.update({'CivicAddressId': self.made(), 'DefaultLocationId': self.made(), 'ValidationStatus': 'Validated', 'visible': self.later()})
        row['City'] = {'Belevue': 'Bellevue'}.get(row['City'], row['City'])
        self.addresses.append(row)
        return self.thing(row)

    def cs_remove_csonlineliscivicaddress(self, civicaddressid):
        self.addresses = [row for row in self.addresses if row['CivicAddressId'] != civicaddressid]

    def cs_get_csonlinelislocation(self, civicaddressid=None, locationid=None):
        rows = [row for row in self.shown(self.locations) if civicaddressid in (None, row['CivicAddressId']) and locationid in (None, row['LocationId'])]
        return [self.thing(row) for row in rows]

    def cs_new_csonlinelislocation(self, civicaddressid, location):
        self.locations.append({'LocationId': self.made(), 'CivicAddressId': civicaddressid, 'Location': location, 'visible': self.later()})

    def cs_remove_csonlinelislocation(self, locationid):
        self.locations = [row for row in self.locations if row['LocationId'] != locationid]

    # ---- numbers ----

    def cs_get_csonlinetelephonenumbertype(self, country):
        return [Thing([('NumberType', 'UserSubscriber'), ('AllowedSearchType', ['CivicAddress', 'AreaCodeSelection']), ('RequiresCivicAddress', False)]),
                Thing([('NumberType', 'CallQueueToll'), ('AllowedSearchType', ['AreaCodeSelection']), ('RequiresCivicAddress', True)])]

    def cs_new_csonlinetelephonenumberorder(self, name, description, country, numbertype, quantity, areacode=None, civicaddressid=None):
        if not areacode and not civicaddressid:
            return Thing([('Code', 'BadRequest'), ('Message', 'no search key')])
        found = [self.stock.pop(0) for _ in range(min(quantity, len(self.stock)))]
        order = self.made()
        self.orders[order] = {'Status': 'InProgress', 'numbers': found, 'type': numbertype, 'ready': self.later(10), 'expires': self.later(600)}
        return order

    def order(self, identity):
        if identity not in self.orders:
            raise Problem('Order not found.')
        row = self.orders[identity]
        if row['Status'] == 'InProgress' and row['ready'] <= self.now:
            row['Status'] = 'Reserved' if row['numbers'] else 'Error'
        if row['Status'] == 'Reserved' and row['expires'] <= self.now:
            row['Status'] = 'Expired'
            self.stock += row['numbers']
        return row

    def cs_get_csonlinetelephonenumberorder(self, orderid):
        row = self.order(orderid)
        pairs = [('Id', orderid), ('Status', row['Status']), ('ErrorCode', 'NoError' if row['numbers'] else 'OutOfStock'),
                 ('ReservationExpiryDate', row['expires'])]
        rows = [Thing([('TelephoneNumber', number), ('Location', 'Bellevue')]) for number in row['numbers']]
        if self.new:
            return Table(pairs + [('TelephoneNumbers', rows)])
        return Thing(pairs + [('TelephoneNumber', rows)])

    def cs_complete_csonlinetelephonenumberorder(self, orderid):
        row = self.order(orderid)
        if row['Status'] != 'Reserved':
            raise Problem('The order is %s.' % row['Status'])
        row['Status'] = 'Completed'
        for number in row['numbers']:
            self.own(number, row['type'])

    def own(self, number, kind='UserSubscriber', target=''):
        capability = ['UserAssignment'] if kind == 'UserSubscriber' else ['VoiceApplicationAssignment', 'ConferenceAssignment']
        self.numbers.append({'TelephoneNumber': number, 'NumberType': 'CallingPlan', 'ActivationState': 'Activated', 'AssignedPstnTargetId': target,
                             'Capability': capability, 'City': 'Bellevue', 'IsoCountryCode': 'US', 'LocationId': new_id(0)[:0] or '00000000-0000-0000-0000-000000000000',
                             'PstnAssignmentStatus': 'Unassigned', 'visible': self.later()})

    def cs_clear_csonlinetelephonenumberorder(self, orderid):
        row = self.order(orderid)
        row['Status'] = 'Cancelled'
        self.stock += row['numbers']

    def cs_get_csphonenumberassignment(self, telephonenumber=None, top=500, skip=0):
        rows = [row for row in self.shown(self.numbers) if telephonenumber in (None, row['TelephoneNumber'])]
        return [self.thing(row) for row in sorted(rows, key=lambda row: row['TelephoneNumber'])[skip:skip + top]]

    def number(self, given):
        name = 'telephonenumber' if self.new else 'phonenumber'
        kind = 'numbertype' if self.new else 'phonenumbertype'
        known = {name, kind, 'identity', 'locationid'}
        if set(given) - known:
            raise Problem('A parameter cannot be found that matches parameter name %s.' % (set(given) - known))
        for row in self.shown(self.numbers):
            if row['TelephoneNumber'] == given[name]:
                return row
        raise Problem('TelephoneNumber %s not found.' % given[name])

    def cs_set_csphonenumberassignment(self, **given):
        row = self.number(given)
        if 'identity' in given:
            if row['AssignedPstnTargetId'] not in ('', given['identity']):
                raise Problem('The number is already assigned.')
            row['AssignedPstnTargetId'] = given['identity']
            self.user(given['identity'])['LineUri'] = 'tel:' + row['TelephoneNumber']
        if 'locationid' in given:
            row['LocationId'] = given['locationid']

    def cs_remove_csphonenumberassignment(self, **given):
        row = self.number(given)
        row['AssignedPstnTargetId'] = ''
        self.user(given['identity'])['LineUri'] = ''

    def cs_remove_csonlinetelephonenumber(self, telephonenumber):
        self.numbers = [row for row in self.numbers if row['TelephoneNumber'] not in telephonenumber]
        return Thing([('NumberIdsDeleted', telephonenumber), ('NumberIdsDeleteFailed', [])])

    # ---- accounts, queues, attendants ----

    def cs_get_csonlineapplicationinstance(self, identity):
        row = self.accounts.get(identity)
        if row is None or row['visible'] > self.now:
            raise Problem('Application instance %s could not be found.' % identity)
        return self.thing(row)

    def cs_new_csonlineapplicationinstance(self, userprincipalname, displayname, applicationid):
        if userprincipalname in self.accounts:
            raise Problem('It exists.')
        self.accounts[userprincipalname] = {'ObjectId': self.made(), 'UserPrincipalName': userprincipalname, 'DisplayName': displayname,
                                            'ApplicationId': applicationid, 'visible': self.later()}

    def cs_get_csonlineapplicationinstanceassociation(self, identity):
        if identity not in self.links:
            raise Problem('Association not found.')
        return Thing([('ConfigurationId', self.links[identity])])

    def cs_new_csonlineapplicationinstanceassociation(self, identities, configurationid, configurationtype):
        for identity in identities:
            if identity in self.links:
                raise Problem('It is associated.')
            self.links[identity] = configurationid

    def cs_remove_csonlineapplicationinstanceassociation(self, identities):
        for identity in identities:
            del self.links[identity]

    def found(self, rows, name):
        for row in rows:
            row['ApplicationInstances'] = [account for account, target in self.links.items() if target == row['Identity']]
        return [row['thing'] if 'thing' in row else self.thing(row) for row in rows if name.lower() in row['Name'].lower()]

    def cs_get_cscallqueue(self, namefilter, first):
        return self.found(self.queues, namefilter)

    def cs_new_cscallqueue(self, **given):
        self.queues.append({'Identity': self.made(), 'Name': given['name'], 'given': given})
        return self.thing(self.queues[-1])

    def cs_set_cscallqueue(self, identity, **given):
        for row in self.queues:
            if row['Identity'] == identity:
                row['given'] = given

    def cs_remove_cscallqueue(self, identity):
        self.queues = [row for row in self.queues if row['Identity'] != identity]

    def cs_get_csautoattendant(self, namefilter, first):
        return self.found(self.attendants, namefilter)

    def cs_new_csautoattendant(self, **given):
        self.attendants.append({'Identity': self.made(), 'Name': given['name'], 'given': given})
        return self.thing(self.attendants[-1])

    def cs_set_csautoattendant(self, instance):
        pass

    def cs_remove_csautoattendant(self, identity):
        self.attendants = [row for row in self.attendants if row['Identity'] != identity]

    def part(self, **given):
        return Thing([('Id', self.made())] + list(given.items()))

    cs_new_csautoattendantprompt = cs_new_csautoattendantmenu = cs_new_csautoattendantmenuoption = part
    cs_new_csautoattendantcallflow = cs_new_csautoattendantcallableentity = part
    cs_new_csautoattendantcallhandlingassociation = cs_new_csonlinetimerange = cs_new_csonlinedatetimerange = part

    def cs_get_csonlineschedule(self):
        return list(self.schedules)

    def cs_new_csonlineschedule(self, name, **given):
        self.schedules.append(Thing([('Id', self.made()), ('Name', name), ('WeeklyRecurrentSchedule', Thing()), ('given', given)]))
        return self.schedules[-1]

    def cs_set_csonlineschedule(self, instance):
        pass

    # ---- the bridge ----

    def cs_get_csonlinedialinconferencingbridge(self):
        return Thing([('Identity', new_id(800)), ('IsDefault', True), ('DefaultServiceNumber', Thing([('Number', self.bridge['default'].lstrip('+'))]))])

    def cs_get_csonlinedialinconferencingservicenumber(self, bridgeid):
        return [Thing([('Number', number.lstrip('+'))]) for number in self.bridge['numbers']]

    def cs_register_csonlinedialinconferencingservicenumber(self, identity, bridgeid):
        self.bridge['numbers'].append(identity)

    def cs_set_csonlinedialinconferencingservicenumber(self, **given):
        pass

    def cs_set_csonlinedialinconferencingbridge(self, identity, defaultservicenumber):
        self.bridge['default'] = defaultservicenumber
