#requires -Version 7.2
# A runbook of ringup: it does in a Microsoft 365 tenant what only the PowerShell module MicrosoftTeams can do.
#
#   pwsh ./runbook.ps1                    asks before it takes numbers and before it accepts anything
#   pwsh ./runbook.ps1 -Check             reads only, and says what is to do
#   pwsh ./runbook.ps1 -Numbers Take      takes the numbers that it finds: that costs money
#   pwsh ./runbook.ps1 -Numbers Show      finds and holds numbers, and leaves them held for some minutes
#   pwsh ./runbook.ps1 -Numbers Clear     gives held numbers back
#
# It needs PowerShell 7.2 or later on Linux, macOS or Windows, the module (Install-Module MicrosoftTeams -Scope
# CurrentUser) and a person who is Teams Administrator. It reads before it writes: running it again does again nothing
# that is done. What it did it writes to a result file, which ringup reads. Run it again with the same result file after
# an interruption: it goes on with the searches that it had begun.
#
# Exit status: 0 all is done; 1 something failed; 2 it could not begin; 3 numbers are held, or something waits.
[CmdletBinding()]
param(
    # Where the results go: JSON, a line each. Next to this script when it is not said.
    [string] $ResultPath = '',
    [ValidateSet('Ask', 'Take', 'Show', 'Clear')] [string] $Numbers = 'Ask',
    [switch] $Check,
    # Countries whose emergency calling disclaimer you have read and accept for your organization: US,CA
    [string[]] $AcceptDisclaimer = @(),
    [ValidateSet('DeviceCode', 'Browser')] [string] $SignIn = 'DeviceCode',
    # Signs in as an application: its id, and its certificate as a .pfx file (its password is asked for, or is in the
    # environment as RINGUP_CERTIFICATE_PASSWORD) or by its thumbprint on Windows. Cannot make resource accounts.
    [string] $ApplicationId = '',
    [string] $CertificatePath = '',
    [string] $CertificateThumbprint = ''
)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

# ---- the plan ----

#=plan=

# ---- what is the same in every runbook ----

$State = @{ Exit = 0; Path = ''; Connected = $false; Earlier = @{}; Brought = @{}; Written = @{}; Disclaimer = @{}; Asked = @{}; Said = @{} }
$Utf8 = New-Object -TypeName 'System.Text.UTF8Encoding' -ArgumentList $false
$Invariant = [System.Globalization.CultureInfo]::InvariantCulture
$NoGuid = '00000000-0000-0000-0000-000000000000'
$GuidPattern = '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$'

# A line for the person who watches. What comes from elsewhere cannot move the cursor.
function Write-Line([string] $Text) {
    Write-Host -Object ($Text -replace '[\p{Cc}\p{Cf}]', ' ')
}

# A person's answer; nothing where nobody can be asked.
function Read-Answer([string] $Question) {
    if ($Plan.tokens) { return '' }
    try { return ([string] (Read-Host -Prompt $Question)).Trim() }
    catch { return '' }
}

function Get-Problem($Problem) {
    $text = [string] $Problem.Exception.Message
    if ($null -ne $Problem.ErrorDetails -and [string] $Problem.ErrorDetails.Message -ne '') {
        $text = [string] $Problem.ErrorDetails.Message
    }
    return ($text -replace '[\p{Cc}\p{Cf}]+', ' ').Trim()
}

# A value of what the module gave back, which may be an object or a dictionary; nothing if it has none of that name.
function Get-Field($From, [string] $Name) {
    if ($null -eq $From) { return }
    $value = $null
    if ($From -is [System.Collections.IDictionary]) {
        foreach ($known in @($From.Keys)) {
            if ([string] $known -eq $Name) { $value = $From[$known] }
        }
    } else {
        $property = $From.PSObject.Properties[$Name]
        if ($null -ne $property) { $value = $property.Value }
    }
    if ($null -ne $value) { return $value }
}

function Get-Text($From, [string] $Name) {
    return [string] (Get-Field $From $Name)
}

# An id; nothing for the one that is all zeros.
function Get-Id($From, [string] $Name) {
    $text = Get-Text $From $Name
    if ($text -eq $NoGuid) { return '' }
    return $text
}

function ConvertTo-Instant($Value) {
    if ($null -eq $Value -or [string] $Value -eq '') { return '' }
    if ($Value -is [System.DateTimeOffset]) { $Value = $Value.UtcDateTime }
    if ($Value -isnot [System.DateTime]) {
        $Value = [System.DateTime]::Parse([string] $Value, $Invariant, 'AssumeUniversal, AdjustToUniversal')
    }
    if ($Value.Kind -eq 'Unspecified') { $Value = [System.DateTime]::SpecifyKind($Value, 'Utc') }
    return $Value.ToUniversalTime().ToString('yyyy-MM-ddTHH:mm:ssZ', $Invariant)
}

function Get-Now {
    return ConvertTo-Instant ([System.DateTime]::UtcNow)
}

# 'Activated' as Graph spells it: 'activated'.
function ConvertTo-Graph([string] $Word) {
    if ($Word -eq '') { return '' }
    return $Word.Substring(0, 1).ToLowerInvariant() + $Word.Substring(1)
}

# ---- the result file ----

function Write-Result($Line) {
    if ($Check) { return }
    $text = (ConvertTo-Json -InputObject $Line -Compress -Depth 20) + [char] 10
    [System.IO.File]::AppendAllText($State.Path, $text, $Utf8)
}

# What happened to a step; what it brought goes with it.
function Write-Outcome($Step, [string] $Outcome, $More, [string] $Message) {
    $line = [ordered] @{ key = $Step.key; kind = $Step.kind; digest = $Step.digest; state = $Outcome }
    if ($Message -ne '') { $line.message = $Message }
    # What failed keeps the order that it had begun: the next run goes on with it.
    if ((Get-Id $State.Brought[$Step.key] 'orderId') -ne '') { $line.orderId = Get-Id $State.Brought[$Step.key] 'orderId' }
    foreach ($name in @($More.Keys)) {
        if ($name -ne 'state' -and $name -ne 'message') { $line[$name] = $More[$name] }
    }
    $State.Brought[$Step.key] = $line
    Write-Result $line
}

# Lines of an earlier run: of each step the last one, if it was about the same wish. A line that was cut is left out,
# and ended, so that the next one begins where a line begins.
function Read-Results {
    if (-not [System.IO.File]::Exists($State.Path)) { return }
    $text = [System.IO.File]::ReadAllText($State.Path, $Utf8)
    if ($text -ne '' -and -not $text.EndsWith([string] [char] 10) -and -not $Check) {
        [System.IO.File]::AppendAllText($State.Path, [string] [char] 10, $Utf8)
    }
    $digests = @{}
    foreach ($step in $Steps) { $digests[$step.key] = $step.digest }
    foreach ($row in $text.Split([char] 10)) {
        try { $line = ConvertFrom-Json -InputObject $row -AsHashtable }
        catch { continue }
        if ($line -isnot [System.Collections.IDictionary]) { continue }
        if ($line.kind -eq 'disclaimer' -and $line.country -is [string]) { $State.Disclaimer[$line.country] = 'accepted' }
        if ($line.key -isnot [string] -or $digests[$line.key] -ne $line.digest) { continue }
        $State.Earlier[$line.key] = $line
        $State.Brought[$line.key] = $line
    }
}

# ---- the module ----

# Calls the module, and again when it says that it is asked too often.
function Invoke-Teams([scriptblock] $Call) {
    foreach ($attempt in 1..6) {
        try { return & $Call }
        catch {
            $problem = Get-Problem $_
            if ($attempt -eq 6 -or $problem -notmatch '\b429\b|too many requests|throttl') { throw }
            Write-Line ('    The service is busy: again in {0} seconds.' -f (10 * $attempt))
            Start-Sleep -Seconds (10 * $attempt)
        }
    }
}

# The same for reading: what is not there is nothing.
function Find-Teams([scriptblock] $Call) {
    try { return Invoke-Teams $Call }
    catch {
        if ((Get-Problem $_) -notmatch 'not ?found|\b404\b|does ?n.t exist|do(es)? not exist|(cannot|could not|unable to) (be )?f(i|ou)nd') { throw }
    }
}

# Of the names that a parameter has had, the one that this version of the module knows.
function Find-Parameter([string] $Command, [string[]] $Names) {
    $known = (Get-Command -Name $Command).Parameters
    foreach ($name in $Names) {
        if ($known.ContainsKey($name)) { return $name }
    }
    return $Names[0]
}

# Returns its version.
function Import-Teams {
    $found = @(Get-Module -ListAvailable -Name 'MicrosoftTeams' | Sort-Object -Property Version -Descending)
    if ($found.Count -eq 0) {
        throw 'The PowerShell module MicrosoftTeams is not installed. Install it with: Install-Module -Name MicrosoftTeams -Scope CurrentUser'
    }
    if ($found[0].Version -lt [System.Version] '6.3.0') {
        throw ('The PowerShell module MicrosoftTeams {0} is too old. Bring it up to date with: Update-Module -Name MicrosoftTeams' -f $found[0].Version)
    }
    Import-Module -Name 'MicrosoftTeams' -MinimumVersion '6.3.0' -ErrorAction Stop
    return [string] (Get-Module -Name 'MicrosoftTeams').Version
}

function Get-Certificate {
    $password = $env:RINGUP_CERTIFICATE_PASSWORD
    Remove-Item -Path 'Env:RINGUP_CERTIFICATE_PASSWORD' -ErrorAction SilentlyContinue
    $path = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($CertificatePath)
    if ([string] $password -ne '') {
        return New-Object -TypeName 'System.Security.Cryptography.X509Certificates.X509Certificate2' -ArgumentList $path, $password
    }
    $typed = Read-Host -Prompt 'Password of the certificate (empty if it has none)' -AsSecureString
    return New-Object -TypeName 'System.Security.Cryptography.X509Certificates.X509Certificate2' -ArgumentList $path, $typed
}

function Connect-Tenant {
    if ($Plan.tokens) {
        $tokens = @([string] $env:RINGUP_GRAPH_TOKEN, [string] $env:RINGUP_TEAMS_TOKEN)
        Remove-Item -Path 'Env:RINGUP_GRAPH_TOKEN', 'Env:RINGUP_TEAMS_TOKEN' -ErrorAction SilentlyContinue
        if ($tokens -contains '') { throw 'The tokens are missing: RINGUP_GRAPH_TOKEN and RINGUP_TEAMS_TOKEN must be in the environment.' }
        $null = Connect-MicrosoftTeams -AccessTokens $tokens -ErrorAction Stop
        return
    }
    if ($ApplicationId -ne '' -and $CertificatePath -ne '') {
        $certificate = Get-Certificate
        $null = Connect-MicrosoftTeams -TenantId $Plan.tenant -ApplicationId $ApplicationId -Certificate $certificate -ErrorAction Stop
        return
    }
    if ($ApplicationId -ne '') {
        $null = Connect-MicrosoftTeams -TenantId $Plan.tenant -ApplicationId $ApplicationId -CertificateThumbprint $CertificateThumbprint -ErrorAction Stop
        return
    }
    $arguments = @{ ErrorAction = 'Stop' }
    if ($Plan.tenant -ne '') { $arguments.TenantId = $Plan.tenant }
    if ($Plan.environment -ne '') { $arguments.TeamsEnvironmentName = $Plan.environment }
    if ($SignIn -eq 'DeviceCode') { $arguments.UseDeviceAuthentication = $true }
    # The address and the code of the sign-in are for the person: they are let through.
    Connect-MicrosoftTeams @arguments | Out-Host
}

# Is this the tenant that the plan is for? Returns its id.
function Confirm-Tenant {
    $tenant = Invoke-Teams { Get-CsTenant -ErrorAction Stop }
    $id = Get-Text $tenant 'TenantId'
    $domains = @(foreach ($domain in @(Get-Field $tenant 'VerifiedDomains')) {
        if ($domain -is [string]) { $domain } else { Get-Text $domain 'Name' }
    })
    Write-Line ('Signed in to {0} ({1}).' -f (Get-Text $tenant 'DisplayName'), $id)
    if ($id -eq $Plan.tenant -or ($Plan.tenant -ne '' -and $domains -contains $Plan.tenant)) { return $id }
    if ($Plan.tenant -match $GuidPattern) {
        throw ('This is another tenant: the plan is for {0}. Nothing was done.' -f $Plan.tenant)
    }
    if ($Plan.tenant -ne '') { Write-Line ('The plan is for {0}.' -f $Plan.tenant) }
    if ((Read-Answer 'Is this the tenant that the plan is for? Type yes') -ne 'yes') {
        throw 'It was not confirmed that this is the right tenant. Nothing was done.'
    }
    return $id
}

# ---- ids ----

# The id that a step names, or that an earlier step brought.
function Resolve-Id([string] $Id, [string] $From, [string] $Name) {
    if ($Id -ne '') { return $Id }
    if ($From -eq '') { return '' }
    $brought = Get-Id $State.Brought[$From] $Name
    if ($brought -eq '') { throw ('Needs {0} first, which has not been done.' -f $From) }
    return $brought
}

function Resolve-Location($Step) {
    return Resolve-Id ([string] $Step.locationId) ([string] $Step.placeKey) 'locationId'
}

function Find-Person([string] $Identity) {
    return Find-Teams { Get-CsOnlineUser -Identity $Identity -ErrorAction Stop }
}

function Get-Person([string] $Identity) {
    $person = Find-Person $Identity
    if ($null -eq $person) { throw ('There is no account {0}.' -f $Identity) }
    return $person
}

function Get-PersonId([string] $Identity) {
    return Get-Text (Get-Person $Identity) 'Identity'
}

function Get-Holder($Step) {
    if ([string] $Step.objectId -ne '') { return $Step.objectId }
    return $Step.upn
}

# ---- the emergency disclaimer: a person accepts it, once for a country ----

function Show-Disclaimer($Known, [string] $Country) {
    Write-Line ''
    Write-Line ('Emergency calling disclaimer for {0}' -f $Country)
    Write-Line 'The service may not know where the caller really is, so that help may go to the wrong place. There are no emergency'
    Write-Line 'calls without power or internet, and they are unlikely to be routed right from outside the country. Your organization'
    Write-Line 'undertakes to tell everybody who gets a number (Microsoft: Emergency calling terms and conditions).'
    $content = Get-Text $Known 'Content'
    if ($content -ne '') { Write-Line $content }
}

function Confirm-Disclaimer([string] $Country) {
    if ($Country -eq '' -or $State.Disclaimer[$Country] -eq 'accepted') { return }
    if ($State.Disclaimer[$Country] -eq 'refused') {
        throw ('The emergency calling disclaimer for {0} was not accepted.' -f $Country)
    }
    $known = $null
    try { $known = Find-Teams { Get-CsOnlineEnhancedEmergencyServiceDisclaimer -CountryOrRegion $Country -ErrorAction Stop } }
    catch { Write-Line ('    Whether the disclaimer for {0} was accepted before cannot be read: {1}' -f $Country, (Get-Problem $_)) }
    if ((Get-Text $known 'Response') -match '^accept') {
        $State.Disclaimer[$Country] = 'accepted'
        return
    }
    # With tokens nobody can be asked: the service says so itself when it misses the acceptance.
    if ($Plan.tokens) { return }
    $accepted = @($AcceptDisclaimer | ForEach-Object { $_ -split ',' } | ForEach-Object { $_.Trim() }) -contains $Country
    if (-not $accepted) {
        Show-Disclaimer $known $Country
        $accepted = (Read-Answer ('Type {0} to accept it for your organization' -f $Country)) -eq $Country
    }
    if (-not $accepted) {
        $State.Disclaimer[$Country] = 'refused'
        throw ('The emergency calling disclaimer for {0} was not accepted.' -f $Country)
    }
    Invoke-Teams { Set-CsOnlineEnhancedEmergencyServiceDisclaimer -CountryOrRegion $Country -Force -ErrorAction Stop } | Out-Host
    $State.Disclaimer[$Country] = 'accepted'
    Write-Result ([ordered] @{ key = 'disclaimer:' + $Country; kind = 'disclaimer'; state = 'done'; country = $Country; accepted = (Get-Now) })
}

# ---- addresses and places ----

# Our words for the fields of an address, and the module's.
$AddressFields = [ordered] @{
    name = 'Description'; company_name = 'CompanyName'; country = 'CountryOrRegion'; house_number = 'HouseNumber'
    house_number_suffix = 'HouseNumberSuffix'; pre_directional = 'PreDirectional'; street_name = 'StreetName'
    street_suffix = 'StreetSuffix'; post_directional = 'PostDirectional'; city = 'City'; city_alias = 'CityAlias'
    state = 'StateOrProvince'; postal_code = 'PostalCode'; company_tax_id = 'CompanyTaxId'; latitude = 'Latitude'
    longitude = 'Longitude'; elin = 'Elin'
}

function ConvertTo-Validation([string] $Word) {
    if ($Word -match '^valid') { return 'Valid' }
    if ($Word -match '^invalid') { return 'Invalid' }
    return 'NotValidated'
}

# The fields of a wish that the tenant has otherwise: validation may have changed them.
function Compare-Address($Wish, $Found) {
    foreach ($name in $AddressFields.Keys) {
        $ours = [string] $Wish[$name]
        $theirs = Get-Text $Found $AddressFields[$name]
        if ($ours -ne '' -and $theirs -ne '' -and $name -notmatch '^(latitude|longitude)$' -and $ours.Trim() -ne $theirs.Trim()) {
            [ordered] @{ field = $name; theirs = $theirs }
        }
    }
}

function Find-Address($Step) {
    $id = [string] $Step.civicAddressId
    if ($id -eq '') { $id = Get-Id $State.Brought[$Step.key] 'civicAddressId' }
    if ($id -ne '') {
        return Find-Teams { Get-CsOnlineLisCivicAddress -CivicAddressId $id -ErrorAction Stop } | Select-Object -First 1
    }
    $wish = $Step.address
    foreach ($one in @(Find-Teams { Get-CsOnlineLisCivicAddress -CountryOrRegion $wish.country -ErrorAction Stop })) {
        if ((Get-Text $one 'Description') -ne [string] $wish.name) { continue }
        if (@(Compare-Address $wish $one | Where-Object -FilterScript { $_.field -match '^(house_number|street_name|city|postal_code)$' }).Count -eq 0) {
            return $one
        }
    }
}

function Get-AddressOutcome($Step, $Found) {
    $outcome = @{
        civicAddressId = Get-Id $Found 'CivicAddressId'
        locationId = Get-Id $Found 'DefaultLocationId'
        validationStatus = ConvertTo-Validation (Get-Text $Found 'ValidationStatus')
    }
    $corrections = @(Compare-Address $Step.address $Found)
    if ($corrections.Count -gt 0) { $outcome.corrections = $corrections }
    return $outcome
}

# One that was not validated and that reads otherwise than the wish is to be changed.
function Read-Address($Step) {
    $found = Find-Address $Step
    if ($null -eq $found) { return }
    $outcome = Get-AddressOutcome $Step $found
    if ($outcome.validationStatus -ne 'Valid' -and $null -ne $outcome.corrections -and -not $State.Written[$Step.key]) { return }
    return $outcome
}

function Get-AddressArguments($Wish) {
    $arguments = @{ ErrorAction = 'Stop'; Force = $true }
    foreach ($name in $AddressFields.Keys) {
        if ([string] $Wish[$name] -ne '') { $arguments[$AddressFields[$name]] = $Wish[$name] }
    }
    # The module has no field for the name of a house: where a house has no number its name stands there.
    if ([string] $Wish.house_number -eq '' -and [string] $Wish.house_name -ne '') { $arguments.HouseNumber = $Wish.house_name }
    return $arguments
}

function Write-Address($Step) {
    Confirm-Disclaimer $Step.address.country
    $found = Find-Address $Step
    $fields = Get-AddressArguments $Step.address
    if ($null -eq $found) {
        $made = Invoke-Teams { New-CsOnlineLisCivicAddress @fields } | Select-Object -Last 1
        $State.Brought[$Step.key] = Get-AddressOutcome $Step $made
        return
    }
    # An address that is not validated can be changed in these fields, and in some countries only.
    $changes = @{ CivicAddressId = (Get-Id $found 'CivicAddressId'); Force = $true; ErrorAction = 'Stop' }
    foreach ($name in @('CompanyName', 'HouseNumber', 'StreetName', 'City', 'StateOrProvince', 'CountryOrRegion', 'PostalCode', 'Description', 'Latitude', 'Longitude', 'Elin')) {
        if ($fields.ContainsKey($name)) { $changes[$name] = $fields[$name] }
    }
    $null = Invoke-Teams { Set-CsOnlineLisCivicAddress @changes }
}

function Read-AddressRemoved($Step) {
    if ($null -eq (Find-Address $Step)) { return @{} }
}

function Write-AddressRemoved($Step) {
    $null = Invoke-Teams { Remove-CsOnlineLisCivicAddress -CivicAddressId $Step.civicAddressId -Force -ErrorAction Stop }
}

function Read-Place($Step) {
    $civic = Resolve-Id ([string] $Step.civicAddressId) ([string] $Step.addressKey) 'civicAddressId'
    foreach ($one in @(Find-Teams { Get-CsOnlineLisLocation -CivicAddressId $civic -ErrorAction Stop })) {
        if ((Get-Text $one 'Location') -eq [string] $Step.place) {
            return @{ civicAddressId = $civic; locationId = Get-Id $one 'LocationId' }
        }
    }
}

function Write-Place($Step) {
    Confirm-Disclaimer $Step.country
    $civic = Resolve-Id ([string] $Step.civicAddressId) ([string] $Step.addressKey) 'civicAddressId'
    $null = Invoke-Teams { New-CsOnlineLisLocation -CivicAddressId $civic -Location $Step.place -Force -ErrorAction Stop }
}

function Read-PlaceRemoved($Step) {
    $found = @(Find-Teams { Get-CsOnlineLisLocation -LocationId $Step.locationId -ErrorAction Stop })
    if ($found.Count -eq 0) { return @{} }
}

function Write-PlaceRemoved($Step) {
    $null = Invoke-Teams { Remove-CsOnlineLisLocation -LocationId $Step.locationId -Force -ErrorAction Stop }
}

# ---- numbers ----

function Find-Number([string] $Number) {
    return Find-Teams { Get-CsPhoneNumberAssignment -TelephoneNumber $Number -ErrorAction Stop } | Select-Object -First 1
}

function Get-Number([string] $Number) {
    $found = Find-Number $Number
    if ($null -eq $found) { throw ('The tenant does not have the number {0}.' -f $Number) }
    return $found
}

function Get-Order([string] $Id) {
    return Invoke-Teams { Get-CsOnlineTelephoneNumberOrder -OrderId $Id -ErrorAction Stop } | Select-Object -First 1
}

# The numbers of an order: under TelephoneNumbers since module 6.7.1, under TelephoneNumber before.
function Get-OrderNumbers($Order) {
    $rows = @(Get-Field $Order 'TelephoneNumbers')
    if ($rows.Count -eq 0) { $rows = @(Get-Field $Order 'TelephoneNumber') }
    foreach ($row in $rows) {
        $number = if ($row -is [string]) { $row } else { Get-Text $row 'TelephoneNumber' }
        if ($number -ne '' -and -not $number.StartsWith('+')) { $number = '+' + $number }
        if ($number -ne '') { [ordered] @{ telephoneNumber = $number; city = Get-Text $row 'Location' } }
    }
}

function Get-OrderOutcome([string] $Id, $Order) {
    return @{
        orderId = $Id
        heldUntil = ConvertTo-Instant (Get-Field $Order 'ReservationExpiryDate')
        numbers = @(Get-OrderNumbers $Order)
    }
}

# Waits until an order is no more in one of these states.
function Wait-Order([string] $Id, [string[]] $While, [int] $Seconds) {
    $end = [System.DateTime]::UtcNow.AddSeconds($Seconds)
    do {
        $order = Get-Order $Id
        $status = Get-Text $order 'Status'
        $working = if ($While.Count -gt 0) { $While -contains $status } else { $status -notmatch '^(Reserved|Error|Expired|Completed|Cancelled)$' }
        if (-not $working) { return $order }
        Write-Line ('    Order {0}: {1} ...' -f $Id, $status)
        Start-Sleep -Seconds 5
    } while ([System.DateTime]::UtcNow -lt $end)
    return $order
}

# What the offers of the country call the numbers that are wanted, for the way in which they are searched.
function Find-Offer($Step, [string] $Search) {
    $wanted = @{
        user = @('UserSubscriber', 'UserSubscriberVoiceAndSms')
        toll = @('AutoAttendantToll', 'CallQueueToll', 'ConferenceToll')
        tollfree = @('AutoAttendantTollFree', 'CallQueueTollFree', 'ConferenceTollFree')
    }[[string] $Step.numberKind]
    $offers = @(Invoke-Teams { Get-CsOnlineTelephoneNumberType -Country $Step.country -ErrorAction Stop })
    foreach ($type in $wanted) {
        foreach ($offer in $offers) {
            if ((Get-Text $offer 'NumberType') -ne $type) { continue }
            $allowed = @(Get-Field $offer 'AllowedSearchType')
            if ($allowed.Count -eq 0 -or $allowed -contains $Search) { return $offer }
        }
    }
    $names = @(foreach ($offer in $offers) { '{0} ({1})' -f (Get-Text $offer 'NumberType'), (@(Get-Field $offer 'AllowedSearchType') -join ', ') })
    throw ('No such numbers are offered in {0} by this kind of search ({1}). Offered: {2}' -f $Step.country, $Search, ($names -join '; '))
}

# Searches and holds; the order's id is in the result file before anything is waited for.
function New-Search($Step) {
    $civic = Resolve-Id ([string] $Step.civicAddressId) ([string] $Step.addressKey) 'civicAddressId'
    $search = 'CivicAddress'
    if ([string] $Step.areaCode -ne '') { $search = 'AreaCodeSelection' }
    if ([string] $Step.prefix -ne '') { $search = 'Prefix' }
    $offer = Find-Offer $Step $search
    $arguments = @{
        Name = 'ringup {0}' -f $Step.key; Description = 'Made by ringup'; Country = $Step.country
        NumberType = Get-Text $offer 'NumberType'; Quantity = $Step.quantity; ErrorAction = 'Stop'
    }
    if ($search -eq 'Prefix') { $arguments.NumberPrefix = $Step.prefix }
    if ($search -eq 'AreaCodeSelection') { $arguments.AreaCode = $Step.areaCode }
    if ($search -eq 'CivicAddress' -or (Get-Text $offer 'RequiresCivicAddress') -eq 'True') {
        if ($civic -eq '') { throw ('Numbers in {0} need an emergency address: give the order a place.' -f $Step.country) }
        $arguments.CivicAddressId = $civic
    }
    $made = Invoke-Teams { New-CsOnlineTelephoneNumberOrder @arguments } | Select-Object -Last 1
    $id = if ($made -is [string] -or $made -is [System.Guid]) { [string] $made } else { (Get-Text $made 'Id') + (Get-Text $made 'OrderId') }
    if ($id -notmatch $GuidPattern) {
        throw ('The search was refused: {0} {1}' -f (Get-Text $made 'Code'), (Get-Text $made 'Message'))
    }
    Write-Outcome $Step 'started' @{ orderId = $id } ''
    return $id
}

# The order that an earlier run began, if it is still good for something.
function Find-Search($Step) {
    $id = Get-Id $State.Brought[$Step.key] 'orderId'
    if ($id -eq '') { return '' }
    $status = Get-Text (Find-Teams { Get-Order $id }) 'Status'
    if ($status -eq '' -or $status -match '^(Error|Expired|Cancelled)$') { return '' }
    return $id
}

# An order that is bought is done when the tenant shows its numbers, which takes a while.
function Read-Order($Step) {
    $id = Find-Search $Step
    if ($id -eq '') { return }
    $order = Get-Order $id
    if ((Get-Text $order 'Status') -ne 'Completed') { return }
    foreach ($row in @(Get-OrderNumbers $order)) {
        if ($null -eq (Find-Number $row.telephoneNumber)) { return }
    }
    Write-Acquired $order
    return Get-OrderOutcome $id $order
}

function Write-Acquired($Order) {
    foreach ($row in @(Get-OrderNumbers $Order)) {
        Write-Result ([ordered] @{ key = 'number:' + $row.telephoneNumber; kind = 'acquire'; state = 'done' })
    }
}

function Show-Numbers($Outcome) {
    foreach ($row in $Outcome.numbers) { Write-Line ('    {0}  {1}' -f $row.telephoneNumber, $row.city) }
    Write-Line ('    Held until {0}.' -f $Outcome.heldUntil)
}

# take, keep or clear: said by the parameter, by ringup, or by a person, once for an order.
function Select-Way([string] $Id, $Outcome, [string] $Unasked) {
    if ($State.Asked.ContainsKey($Id)) { return $State.Asked[$Id] }
    $way = @{ Take = 'take'; Show = 'keep'; Clear = 'clear'; Ask = $Unasked }[$Numbers]
    if ($Numbers -eq 'Ask' -and -not $Plan.tokens) {
        Show-Numbers $Outcome
        $answer = Read-Answer ('Take these {0} numbers? That costs money or uses licences. yes takes them, clear gives them back, anything else leaves them held' -f $Outcome.numbers.Count)
        $way = if ($answer -eq 'yes') { 'take' } elseif ($answer -eq 'clear') { 'clear' } else { 'keep' }
    }
    $State.Asked[$Id] = $way
    return $way
}

function Clear-Order([string] $Id) {
    $null = Invoke-Teams { Clear-CsOnlineTelephoneNumberOrder -OrderId $Id -ErrorAction Stop }
    $order = Wait-Order $Id @('Reserved', 'Cancelling') 60
    if ((Get-Text $order 'Status') -notmatch '^(Cancelled|Expired)$') { throw ('The order {0} is {1} still.' -f $Id, (Get-Text $order 'Status')) }
}

# Buys the whole order: it can be taken or given back, never in parts.
function Complete-Order([string] $Id) {
    $null = Invoke-Teams { Complete-CsOnlineTelephoneNumberOrder -OrderId $Id -ErrorAction Stop }
    $order = Wait-Order $Id @('Reserved', 'Completing', 'Purchasing', 'Pending', 'InProgress') 180
    if ((Get-Text $order 'Status') -ne 'Completed') {
        throw ('The order {0} is {1} ({2}): run this again to look at it.' -f $Id, (Get-Text $order 'Status'), (Get-Text $order 'ErrorCode'))
    }
    return $order
}

function Write-Order($Step) {
    $id = Find-Search $Step
    if ($Numbers -eq 'Clear') {
        if ($id -ne '') { Clear-Order $id }
        return @{ state = 'failed'; cleared = $true; message = 'The numbers that were held were given back.' }
    }
    if ($id -eq '') {
        Confirm-Disclaimer $Step.country
        $id = New-Search $Step
    }
    $order = Wait-Order $id @() 180
    $status = Get-Text $order 'Status'
    if ((Get-Text $order 'IsManual') -eq 'True' -or (Get-Text $order 'SendToServiceDesk') -eq 'True') {
        return @{ state = 'failed'; orderId = $id; message = 'Microsoft handles this order by hand: its service desk writes to you.' }
    }
    if ($status -eq 'Completed') { return }
    if ($status -ne 'Reserved') {
        return @{ state = 'failed'; orderId = $id; message = ('The search ended as {0}: {1}' -f $status, (Get-Text $order 'ErrorCode')) }
    }
    $outcome = Get-OrderOutcome $id $order
    Write-Outcome $Step 'held' $outcome ''
    $way = Select-Way $id $outcome 'keep'
    if ($way -eq 'keep') { return $outcome + @{ state = 'held' } }
    if ($way -eq 'clear') {
        Clear-Order $id
        return @{ state = 'failed'; cleared = $true; message = 'The numbers that were held were given back.' }
    }
    $null = Complete-Order $id
}

function Read-Acquired($Step) {
    if ($null -ne (Find-Number $Step.number)) { return @{ telephoneNumber = $Step.number } }
}

# An order is bought as a whole: only if the plan wants all that it holds.
function Write-Acquire($Step) {
    $id = Resolve-Id ([string] $Step.reservation) ([string] $Step.orderKey) 'orderId'
    $order = Get-Order $id
    $outcome = Get-OrderOutcome $id $order
    $status = Get-Text $order 'Status'
    if ($status -eq 'Completed') { return }
    if ($status -ne 'Reserved') { throw ('The hold is over: the order {0} is {1}. Search again.' -f $id, $status) }
    $wanted = @(foreach ($one in $Steps) { if ($one.kind -eq 'acquire') { $one.number } })
    foreach ($row in $outcome.numbers) {
        if ($wanted -notcontains $row.telephoneNumber) {
            throw ('The order {0} holds {1} as well, which the plan does not want, and can only be bought as a whole.' -f $id, $row.telephoneNumber)
        }
    }
    $way = Select-Way $id $outcome 'take'
    if ($way -eq 'keep') { return @{ state = 'held'; orderId = $id; heldUntil = $outcome.heldUntil } }
    if ($way -eq 'clear') {
        Clear-Order $id
        return @{ state = 'failed'; cleared = $true; message = 'The numbers that were held were given back.' }
    }
    Confirm-Disclaimer $Step.country
    $null = Complete-Order $id
}

function Read-Cleared($Step) {
    $order = Find-Teams { Get-Order $Step.reservation }
    if ($null -eq $order -or (Get-Text $order 'Status') -match '^(Cancelled|Expired)$') { return @{} }
}

function Write-Clear($Step) {
    Clear-Order $Step.reservation
}

function Read-Released($Step) {
    if ($null -eq (Find-Number $Step.number)) { return @{} }
}

function Write-Release($Step) {
    $found = Get-Number $Step.number
    if ((Get-Id $found 'AssignedPstnTargetId') -ne '') { throw ('{0} is assigned: it is released only when nobody has it.' -f $Step.number) }
    $result = Invoke-Teams { Remove-CsOnlineTelephoneNumber -TelephoneNumber @($Step.number) -Force -ErrorAction Stop } | Select-Object -Last 1
    foreach ($name in @('NumberIdsDeleteFailed', 'NumberIdsNotOwnedByTenant', 'NumberIdsManagedByServiceDesk')) {
        if (@(Get-Field $result $name).Count -gt 0) { throw ('The service did not release {0} ({1}).' -f $Step.number, $name) }
    }
}

function Read-Usage($Step) {
    $capabilities = @(Get-Field (Get-Number $Step.number) 'Capability')
    if ($capabilities -contains 'VoiceApplicationAssignment' -and $capabilities -notcontains 'UserAssignment') { return @{} }
}

function Write-Usage($Step) {
    if ($null -eq (Get-Command -Name 'New-CsPhoneNumberUsageChangeOrder' -ErrorAction SilentlyContinue)) {
        throw 'This needs the module MicrosoftTeams 7.5.0 or later.'
    }
    $null = Invoke-Teams { New-CsPhoneNumberUsageChangeOrder -TelephoneNumber @($Step.number) -Usage 'ServiceType' -ErrorAction Stop }
}

# ---- who has which number ----

function Read-NumberPlace($Step) {
    $location = Resolve-Location $Step
    if ((Get-Id (Get-Number $Step.number) 'LocationId') -eq $location) { return @{ locationId = $location } }
}

function Write-NumberPlace($Step) {
    Confirm-Disclaimer $Step.country
    $arguments = @{ LocationId = (Resolve-Location $Step); ErrorAction = 'Stop' }
    $arguments[(Find-Parameter 'Set-CsPhoneNumberAssignment' @('PhoneNumber', 'TelephoneNumber'))] = $Step.number
    $null = Invoke-Teams { Set-CsPhoneNumberAssignment @arguments }
}

function Read-Assigned($Step) {
    $number = Get-Number $Step.number
    $location = Resolve-Location $Step
    if ((Get-Id $number 'AssignedPstnTargetId') -ne (Get-PersonId (Get-Holder $Step))) { return }
    if ($location -ne '' -and (Get-Id $number 'LocationId') -ne $location) { return }
    return @{ locationId = $location }
}

function Remove-Assignment([string] $Holder, $Number) {
    $arguments = @{ Identity = $Holder; ErrorAction = 'Stop' }
    $arguments[(Find-Parameter 'Remove-CsPhoneNumberAssignment' @('PhoneNumber', 'TelephoneNumber'))] = Get-Text $Number 'TelephoneNumber'
    $arguments[(Find-Parameter 'Remove-CsPhoneNumberAssignment' @('PhoneNumberType', 'NumberType'))] = Get-Text $Number 'NumberType'
    $null = Invoke-Teams { Remove-CsPhoneNumberAssignment @arguments }
}

# What somebody had before goes first; a number that somebody else has is never taken away here.
function Write-Assign($Step) {
    Confirm-Disclaimer $Step.country
    $person = Get-Person (Get-Holder $Step)
    $holder = Get-Text $person 'Identity'
    $number = Get-Number $Step.number
    $owner = Get-Id $number 'AssignedPstnTargetId'
    if ($owner -ne '' -and $owner -ne $holder) { throw ('{0} is assigned to somebody else ({1}).' -f $Step.number, $owner) }
    if ((@(Get-Field $person 'FeatureTypes') -join ' ') -notmatch 'PhoneSystem|VoiceApp') { throw 'The phone licence is not effective yet: try again later.' }
    $line = (Get-Text $person 'LineUri') -replace '^tel:', ''
    if ($line -ne '' -and $line -ne $Step.number) { Remove-Assignment $holder (Get-Number $line) }
    $arguments = @{ Identity = $holder; ErrorAction = 'Stop'; WarningVariable = 'said'; WarningAction = 'SilentlyContinue' }
    $arguments[(Find-Parameter 'Set-CsPhoneNumberAssignment' @('PhoneNumber', 'TelephoneNumber'))] = $Step.number
    $arguments[(Find-Parameter 'Set-CsPhoneNumberAssignment' @('PhoneNumberType', 'NumberType'))] = Get-Text $number 'NumberType'
    $location = Resolve-Location $Step
    if ($location -ne '') { $arguments.LocationId = $location }
    $said = @()
    $null = Invoke-Teams { Set-CsPhoneNumberAssignment @arguments; foreach ($warning in @($said)) { $State.Said[$Step.key] = [string] $warning } }
}

function Read-Unassigned($Step) {
    $number = Find-Number $Step.number
    if ($null -eq $number) { return @{} }
    $owner = Get-Id $number 'AssignedPstnTargetId'
    if ($owner -eq '' -or $owner -ne (Get-PersonId (Get-Holder $Step))) { return @{} }
}

function Write-Unassign($Step) {
    Remove-Assignment (Get-PersonId (Get-Holder $Step)) (Get-Number $Step.number)
}

# ---- resource accounts ----

$Applications = @{ attendant = 'ce933385-9390-45d1-9512-c8d228074e07'; queue = '11cd3e2e-fccb-42ad-ad00-878b93575e07' }

function Find-Account([string] $Upn) {
    return Find-Teams { Get-CsOnlineApplicationInstance -Identity $Upn -ErrorAction Stop } | Select-Object -First 1
}

function Get-AccountId([string] $Upn) {
    $account = Find-Account $Upn
    if ($null -eq $account) { throw ('There is no resource account {0}.' -f $Upn) }
    return Get-Id $account 'ObjectId'
}

function Read-Account($Step) {
    $account = Find-Account $Step.name
    if ($null -eq $account) { return }
    if ((Get-Text $account 'ApplicationId') -ne $Applications[[string] $Step.document.serves]) { return }
    if ((Get-Text $account 'DisplayName') -ne [string] $Step.document.display_name) { return }
    return @{ serviceId = Get-Id $account 'ObjectId' }
}

function Write-Account($Step) {
    $application = $Applications[[string] $Step.document.serves]
    $account = Find-Account $Step.name
    if ($null -eq $account) {
        $null = Invoke-Teams { New-CsOnlineApplicationInstance -UserPrincipalName $Step.name -DisplayName $Step.document.display_name -ApplicationId $application -Force -ErrorAction Stop }
        return
    }
    $null = Invoke-Teams { Set-CsOnlineApplicationInstance -Identity (Get-Id $account 'ObjectId') -DisplayName $Step.document.display_name -ApplicationId $application -Force -ErrorAction Stop }
}

# Lets an account lead to a queue or an attendant, and to no other any more.
function Join-Account([string] $Account, [string] $Id, [string] $Type) {
    $there = Find-Teams { Get-CsOnlineApplicationInstanceAssociation -Identity $Account -ErrorAction Stop } | Select-Object -First 1
    if ((Get-Text $there 'ConfigurationId') -eq $Id) { return }
    if ((Get-Text $there 'ConfigurationId') -ne '') {
        $null = Invoke-Teams { Remove-CsOnlineApplicationInstanceAssociation -Identities @($Account) -ErrorAction Stop }
    }
    $null = Invoke-Teams { New-CsOnlineApplicationInstanceAssociation -Identities @($Account) -ConfigurationId $Id -ConfigurationType $Type -ErrorAction Stop }
}

function Test-Joined([string] $Upn, [string] $Id) {
    $there = Find-Teams { Get-CsOnlineApplicationInstanceAssociation -Identity (Get-AccountId $Upn) -ErrorAction Stop } | Select-Object -First 1
    return (Get-Text $there 'ConfigurationId') -eq $Id
}

# ---- call queues and auto attendants ----

function Find-Queue([string] $Name) {
    return Find-Teams { Get-CsCallQueue -NameFilter $Name -First 100 -ErrorAction Stop } | Where-Object -FilterScript { $_.Name -eq $Name } | Select-Object -First 1
}

function Find-Attendant([string] $Name) {
    return Find-Teams { Get-CsAutoAttendant -NameFilter $Name -First 100 -ErrorAction Stop } | Where-Object -FilterScript { $_.Name -eq $Name } | Select-Object -First 1
}

# The resource account that leads to a queue or an attendant.
function Get-Entrance([string] $Kind, [string] $Name) {
    $found = if ($Kind -eq 'queue') { Find-Queue $Name } else { Find-Attendant $Name }
    $account = @(Get-Field $found 'ApplicationInstances') | Select-Object -First 1
    if ([string] $account -ne '') { return [string] $account }
    # One that leads to itself, or to what the plan makes, has its account before it has anything else.
    foreach ($one in $Steps) {
        if ($one.kind -eq $Kind -and $one.name -eq $Name) { return Get-AccountId $one.document.account }
    }
    throw ('There is no {0} {1} with a resource account.' -f $Kind, $Name)
}

# 'queue:Sales' gives 'queue' and 'Sales'.
function Split-Target([string] $Target) {
    $kind, $name = $Target -split ':', 2
    return @{ Kind = [string] $kind; Name = [string] $name }
}

function Import-Audio([string] $Greeting, [string] $Application) {
    $path = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Greeting.Substring(5))
    $content = [System.IO.File]::ReadAllBytes($path)
    return Invoke-Teams { Import-CsOnlineAudioFile -ApplicationId $Application -FileName ([System.IO.Path]::GetFileName($path)) -Content $content -ErrorAction Stop }
}

# The actions of a queue that ends: what it does, and where to.
function Add-QueueEnd($Arguments, [string] $Which, [string] $End, [string] $Target) {
    $to = Split-Target $Target
    switch ($to.Kind) {
        'queue' { $action = 'Forward'; $where = Get-Entrance 'queue' $to.Name }
        'attendant' { $action = 'Forward'; $where = Get-Entrance 'attendant' $to.Name }
        'person' { $action = 'Forward'; $where = Get-PersonId $to.Name }
        'number' { $action = 'Forward'; $where = 'tel:' + $to.Name }
        'voicemail' { $action = 'Voicemail'; $where = Get-PersonId $to.Name }
        default { $action = $End; $where = '' }
    }
    $Arguments[$Which + 'Action'] = $action
    if ($where -ne '') { $Arguments[$Which + 'ActionTarget'] = $where }
}

function Get-QueueArguments($Step) {
    $wish = $Step.document
    $arguments = @{ Name = $Step.name; ErrorAction = 'Stop' }
    $arguments.RoutingMethod = $wish.method
    $arguments.OverflowThreshold = $wish.overflow_at
    $arguments.TimeoutThreshold = $wish.timeout_after
    $arguments.Users = @(foreach ($upn in $wish.agents) { Get-PersonId $upn })
    if ([string] $wish.language -ne '') { $arguments.LanguageId = $wish.language }
    if ([string] $wish.music -like 'file:*') {
        $arguments.MusicOnHoldAudioFileId = Get-Id (Import-Audio $wish.music 'HuntGroup') 'Id'
        $arguments.UseDefaultMusicOnHold = $false
    } else {
        $arguments.UseDefaultMusicOnHold = $true
    }
    if ([string] $wish.greeting -like 'file:*') {
        $arguments.WelcomeMusicAudioFileId = Get-Id (Import-Audio $wish.greeting 'HuntGroup') 'Id'
    } elseif ([string] $wish.greeting -ne '') {
        $arguments.WelcomeTextToSpeechPrompt = $wish.greeting
    }
    Add-QueueEnd $arguments 'Overflow' 'DisconnectWithBusy' $wish.overflow_to
    Add-QueueEnd $arguments 'Timeout' 'Disconnect' $wish.timeout_to
    return $arguments
}

# Its settings are not compared one by one: it is as wished if this run, or an earlier one with the same wish, wrote it.
function Test-Written($Step) {
    return $State.Written[$Step.key] -or (Get-Text $State.Earlier[$Step.key] 'state') -eq 'done'
}

function Read-Queue($Step) {
    $queue = Find-Queue $Step.name
    if ($null -eq $queue -or -not (Test-Written $Step)) { return }
    $id = Get-Id $queue 'Identity'
    if (Test-Joined $Step.document.account $id) { return @{ serviceId = $id } }
}

function Write-Queue($Step) {
    $account = Get-AccountId $Step.document.account
    $queue = Find-Queue $Step.name
    $settings = Get-QueueArguments $Step
    if ($null -eq $queue) {
        $queue = Invoke-Teams { New-CsCallQueue @settings } | Select-Object -Last 1
    } else {
        $null = Invoke-Teams { Set-CsCallQueue -Identity (Get-Id $queue 'Identity') @settings }
    }
    Join-Account $account (Get-Id $queue 'Identity') 'CallQueue'
}

# Prompts: a list of one, or of none.
function New-Prompts([string] $Text) {
    if ($Text -eq '') { return }
    if ($Text -like 'file:*') {
        $audio = Import-Audio $Text 'OrgAutoAttendant'
        return New-CsAutoAttendantPrompt -AudioFilePrompt $audio -ErrorAction Stop
    }
    return New-CsAutoAttendantPrompt -TextToSpeechPrompt $Text -ErrorAction Stop
}

# A person's voicemail is no target of an attendant: the person's telephone rings, and the voicemail takes the call.
function New-Entity([string] $Target) {
    $to = Split-Target $Target
    switch ($to.Kind) {
        'queue' { return New-CsAutoAttendantCallableEntity -Identity (Get-Entrance 'queue' $to.Name) -Type 'ApplicationEndpoint' -ErrorAction Stop }
        'attendant' { return New-CsAutoAttendantCallableEntity -Identity (Get-Entrance 'attendant' $to.Name) -Type 'ApplicationEndpoint' -ErrorAction Stop }
        'number' { return New-CsAutoAttendantCallableEntity -Identity ('tel:' + $to.Name) -Type 'ExternalPstn' -ErrorAction Stop }
        default { return New-CsAutoAttendantCallableEntity -Identity (Get-PersonId $to.Name) -Type 'User' -ErrorAction Stop }
    }
}

function New-Option([string] $Key, [string] $Target) {
    $tones = @{ '*' = 'ToneStar'; '#' = 'TonePound'; 'automatic' = 'Automatic' }
    $tone = if ($tones.ContainsKey($Key)) { $tones[$Key] } else { 'Tone' + $Key }
    if ($Target -eq '' -or $Target -eq 'end') { return New-CsAutoAttendantMenuOption -Action 'DisconnectCall' -DtmfResponse $tone -ErrorAction Stop }
    if ($Target -eq 'operator') { return New-CsAutoAttendantMenuOption -Action 'TransferCallToOperator' -DtmfResponse $tone -ErrorAction Stop }
    return New-CsAutoAttendantMenuOption -Action 'TransferCallToTarget' -DtmfResponse $tone -CallTarget (New-Entity $Target) -ErrorAction Stop
}

function New-Flow([string] $Name, $Options, $Prompts, $Greetings) {
    $arguments = @{ Name = $Name; MenuOptions = @($Options); ErrorAction = 'Stop' }
    if (@($Prompts).Count -gt 0) { $arguments.Prompts = @($Prompts) }
    $menu = New-CsAutoAttendantMenu @arguments
    $flow = @{ Name = $Name; Menu = $menu; ErrorAction = 'Stop' }
    if (@($Greetings).Count -gt 0) { $flow.Greetings = @($Greetings) }
    return New-CsAutoAttendantCallFlow @flow
}

# A flow that leads on by itself: closed, or on a holiday.
function New-Onward([string] $Name, [string] $Target, [string] $Says) {
    return New-Flow $Name @(New-Option 'automatic' $Target) @() @(New-Prompts $Says)
}

function Find-Schedule([string] $Name) {
    return Find-Teams { Get-CsOnlineSchedule -ErrorAction Stop } | Where-Object -FilterScript { $_.Name -eq $Name } | Select-Object -First 1
}

function Get-DayRanges($Hours, [string] $Day) {
    foreach ($row in $Hours) {
        if ($row.day -eq $Day) { New-CsOnlineTimeRange -Start $row.from -End $row.to -ErrorAction Stop }
    }
}

# The hours as a schedule: the one of an earlier run is changed, so that none is left over.
function Set-Hours([string] $Name, $Hours) {
    $found = Find-Schedule $Name
    $arguments = @{ Name = $Name; WeeklyRecurrentSchedule = $true; Complement = $true; ErrorAction = 'Stop' }
    foreach ($day in @('Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday')) {
        $ranges = @(Get-DayRanges $Hours $day)
        if ($null -ne $found) { $found.WeeklyRecurrentSchedule.($day + 'Hours') = $ranges }
        if ($ranges.Count -gt 0) { $arguments[$day + 'Hours'] = $ranges }
    }
    if ($null -eq $found) { return Invoke-Teams { New-CsOnlineSchedule @arguments } }
    $null = Invoke-Teams { Set-CsOnlineSchedule -Instance $found -ErrorAction Stop }
    return $found
}

function Set-Holiday([string] $Name, [string] $Date) {
    $found = Find-Schedule $Name
    if ($null -ne $found) { return $found }
    $day = [System.DateTime]::ParseExact($Date, 'yyyy-MM-dd', $Invariant)
    $range = New-CsOnlineDateTimeRange -Start ($day.ToString('d/M/yyyy', $Invariant)) -End ($day.AddDays(1).ToString('d/M/yyyy', $Invariant)) -ErrorAction Stop
    return Invoke-Teams { New-CsOnlineSchedule -Name $Name -FixedSchedule -DateTimeRanges @($range) -ErrorAction Stop }
}

function New-MainFlow($Wish) {
    $options = @(foreach ($row in $Wish.menu) { New-Option $row.key $row.to })
    $says = @(foreach ($row in $Wish.menu) { if ($row.key -ne 'automatic') { '{0}: {1}.' -f $row.say, $row.key } })
    return New-Flow 'Open' $options @(New-Prompts ($says -join ' ')) @(New-Prompts $Wish.greeting)
}

# All that an attendant has besides its name, its language and its time zone: flows, and when they hold.
function Get-AttendantParts($Step) {
    $wish = $Step.document
    $parts = @{ Open = (New-MainFlow $wish); Flows = @(); Associations = @(); Operator = $null }
    if (@($wish.hours).Count -gt 0) {
        $flow = New-Onward 'Closed' $wish.after_hours $wish.closed
        $schedule = Set-Hours ('{0}: hours' -f $Step.name) $wish.hours
        $parts.Flows += $flow
        $parts.Associations += New-CsAutoAttendantCallHandlingAssociation -Type 'AfterHours' -ScheduleId $schedule.Id -CallFlowId $flow.Id -ErrorAction Stop
    }
    foreach ($holiday in @($wish.holidays)) {
        $flow = New-Onward ('{0} {1}' -f $holiday.name, $holiday.date) $holiday.to $wish.closed
        $schedule = Set-Holiday ('{0}: {1} {2}' -f $Step.name, $holiday.name, $holiday.date) $holiday.date
        $parts.Flows += $flow
        $parts.Associations += New-CsAutoAttendantCallHandlingAssociation -Type 'Holiday' -ScheduleId $schedule.Id -CallFlowId $flow.Id -ErrorAction Stop
    }
    if ([string] $wish.operator -ne '' -and $wish.operator -ne 'end') { $parts.Operator = New-Entity $wish.operator }
    return $parts
}

function Read-Attendant($Step) {
    $attendant = Find-Attendant $Step.name
    if ($null -eq $attendant -or -not (Test-Written $Step)) { return }
    $id = Get-Id $attendant 'Identity'
    if (Test-Joined $Step.document.account $id) { return @{ serviceId = $id } }
}

function Write-Attendant($Step) {
    $wish = $Step.document
    $account = Get-AccountId $wish.account
    $attendant = Find-Attendant $Step.name
    $parts = Get-AttendantParts $Step
    if ($null -eq $attendant) {
        $arguments = @{ Name = $Step.name; LanguageId = $wish.language; TimeZoneId = $wish.time_zone; DefaultCallFlow = $parts.Open; ErrorAction = 'Stop' }
        if ($parts.Flows.Count -gt 0) {
            $arguments.CallFlows = $parts.Flows
            $arguments.CallHandlingAssociations = $parts.Associations
        }
        if ($null -ne $parts.Operator) { $arguments.Operator = $parts.Operator }
        $attendant = Invoke-Teams { New-CsAutoAttendant @arguments } | Select-Object -Last 1
    } else {
        $attendant.LanguageId = $wish.language
        $attendant.TimeZoneId = $wish.time_zone
        $attendant.DefaultCallFlow = $parts.Open
        $attendant.CallFlows = $parts.Flows
        $attendant.CallHandlingAssociations = $parts.Associations
        $attendant.Operator = $parts.Operator
        $null = Invoke-Teams { Set-CsAutoAttendant -Instance $attendant -ErrorAction Stop }
    }
    Join-Account $account (Get-Id $attendant 'Identity') 'AutoAttendant'
}

function Find-Feature($Step) {
    if ($Step.featureKind -eq 'queue') { return Find-Queue $Step.name }
    return Find-Attendant $Step.name
}

function Read-FeatureRemoved($Step) {
    if ($null -eq (Find-Feature $Step)) { return @{} }
}

# Its accounts lead nowhere any more; they stay, for removing them is not the module's to do.
function Write-FeatureRemoved($Step) {
    $found = Find-Feature $Step
    $id = Get-Id $found 'Identity'
    $accounts = @(foreach ($account in @(Get-Field $found 'ApplicationInstances')) { [string] $account })
    if ($accounts.Count -gt 0) {
        $null = Invoke-Teams { Remove-CsOnlineApplicationInstanceAssociation -Identities $accounts -ErrorAction Stop }
    }
    if ($Step.featureKind -eq 'queue') { $null = Invoke-Teams { Remove-CsCallQueue -Identity $id -ErrorAction Stop } }
    else { $null = Invoke-Teams { Remove-CsAutoAttendant -Identity $id -ErrorAction Stop } }
}

# ---- the conferencing bridge ----

function Get-Bridge {
    $bridges = @(Find-Teams { Get-CsOnlineDialInConferencingBridge -ErrorAction Stop })
    if ($bridges.Count -eq 0) { throw 'There is no conferencing bridge: nobody has an Audio Conferencing licence yet.' }
    foreach ($bridge in $bridges) {
        if ((Get-Text $bridge 'IsDefault') -eq 'True') { return $bridge }
    }
    return $bridges[0]
}

function Get-BridgeNumbers($Bridge) {
    $id = Get-Id $Bridge 'Identity'
    foreach ($row in @(Find-Teams { Get-CsOnlineDialInConferencingServiceNumber -BridgeId $id -ErrorAction Stop })) {
        $number = Get-Text $row 'Number'
        if ($number -ne '') { '+' + $number.TrimStart('+') }
    }
}

function Get-BridgeWish($Step) {
    foreach ($number in @($Step.document.toll, $Step.document.toll_free)) {
        if ([string] $number -ne '') { $number }
    }
}

function Read-Bridge($Step) {
    $bridge = Get-Bridge
    $there = @(Get-BridgeNumbers $bridge)
    foreach ($number in @(Get-BridgeWish $Step)) {
        if ($there -notcontains $number) { return }
    }
    $default = '+' + (Get-Text (Get-Field $bridge 'DefaultServiceNumber') 'Number').TrimStart('+')
    if ($default -eq '+') { $default = '+' + (Get-Text $bridge 'DefaultServiceNumber').TrimStart('+') }
    if ([string] $Step.document.toll -ne '' -and $default -ne $Step.document.toll) { return }
    if (@($Step.document.languages).Count -gt 0 -and -not (Test-Written $Step)) { return }
    return @{ serviceId = Get-Id $bridge 'Identity' }
}

function Write-Bridge($Step) {
    $bridge = Get-Bridge
    $id = Get-Id $bridge 'Identity'
    $languages = @($Step.document.languages)
    $there = @(Get-BridgeNumbers $bridge)
    foreach ($number in @(Get-BridgeWish $Step)) {
        if ($there -notcontains $number) {
            $null = Invoke-Teams { Register-CsOnlineDialInConferencingServiceNumber -Identity $number -BridgeId $id -Force -ErrorAction Stop }
        }
        if ($languages.Count -gt 0) {
            $arguments = @{ Identity = $number; PrimaryLanguage = $languages[0]; Force = $true; ErrorAction = 'Stop' }
            if ($languages.Count -gt 1) { $arguments.SecondaryLanguages = @($languages | Select-Object -Skip 1 -First 4) }
            $null = Invoke-Teams { Set-CsOnlineDialInConferencingServiceNumber @arguments }
        }
    }
    if ([string] $Step.document.toll -ne '') {
        $null = Invoke-Teams { Set-CsOnlineDialInConferencingBridge -Identity $id -DefaultServiceNumber $Step.document.toll -Force -ErrorAction Stop }
    }
}

# ---- reading the tenant ----

function Get-LocationRow($One) {
    $place = Get-Text $One 'Location'
    if ((Get-Text $One 'IsDefault') -eq 'True') { $place = '' }
    return [ordered] @{ locationId = Get-Id $One 'LocationId'; location = $place }
}

function Read-AllAddresses {
    $locations = @{}
    foreach ($one in @(Find-Teams { Get-CsOnlineLisLocation -ErrorAction Stop })) {
        $civic = Get-Id $one 'CivicAddressId'
        $locations[$civic] = @(foreach ($row in @($locations[$civic])) { if ($null -ne $row) { $row } }) + @(Get-LocationRow $one)
    }
    $rows = @(foreach ($one in @(Find-Teams { Get-CsOnlineLisCivicAddress -ErrorAction Stop })) {
        $civic = Get-Id $one 'CivicAddressId'
        $row = [ordered] @{ civicAddressId = $civic; description = Get-Text $one 'Description'
            validationStatus = ConvertTo-Validation (Get-Text $one 'ValidationStatus') }
        foreach ($name in $AddressFields.Keys) {
            if ($name -ne 'name') { $row[$name] = Get-Text $one $AddressFields[$name] }
        }
        $default = Get-Id $one 'DefaultLocationId'
        $inside = @(foreach ($place in @($locations[$civic])) {
            if ($null -ne $place) {
                if ($place.locationId -eq $default) { $place.location = '' }
                $place
            }
        })
        if ($default -ne '' -and @($inside | Where-Object -FilterScript { $_.locationId -eq $default }).Count -eq 0) {
            $inside = @([ordered] @{ locationId = $default; location = '' }) + $inside
        }
        $row.locations = $inside
        $row
    })
    Write-Result ([ordered] @{ read = 'addresses'; value = $rows; last = $true })
    Write-Line ('Read {0} emergency addresses.' -f $rows.Count)
}

function Get-NumberRow($One) {
    $capabilities = @(foreach ($word in @(Get-Field $One 'Capability')) { ConvertTo-Graph ([string] $word) })
    $number = Get-Text $One 'TelephoneNumber'
    $kind = 'user'
    if ($capabilities -notcontains 'userAssignment' -and ($capabilities -contains 'voiceApplicationAssignment' -or $capabilities -contains 'conferenceAssignment')) {
        $kind = if ($number -match '^\+1(800|833|844|855|866|877|888)|^\+44(800|808)|^\+800') { 'tollfree' } else { 'toll' }
    }
    $source = 'plan'
    if ((Get-Text $One 'NumberType') -ne 'CallingPlan') { $source = 'carrier' }
    if ((Get-Text $One 'PortInOrderStatus') -ne '') { $source = 'ported' }
    $row = [ordered] @{
        telephoneNumber = $number; kind = $kind; source = $source
        isoCountryCode = Get-Text $One 'IsoCountryCode'; state = Get-Text $One 'IsoSubdivision'; city = Get-Text $One 'City'
        numberType = ConvertTo-Graph (Get-Text $One 'NumberType'); activationState = Get-Text $One 'ActivationState'
        assignmentStatus = ConvertTo-Graph (Get-Text $One 'PstnAssignmentStatus'); capabilities = $capabilities
        assignmentTargetId = $null; locationId = $null
    }
    if ((Get-Id $One 'AssignedPstnTargetId') -ne '') { $row.assignmentTargetId = Get-Id $One 'AssignedPstnTargetId' }
    if ((Get-Id $One 'LocationId') -ne '') {
        $row.locationId = Get-Id $One 'LocationId'
        if ($null -ne $row.assignmentTargetId) { $row.targetLocationId = $row.locationId }
    }
    if ((Get-Text $One 'AssignmentBlockedState') -eq 'BlockedForever') { $row.blockedUntil = -1 }
    elseif ((Get-Text $One 'AssignmentBlockedUntil') -ne '') { $row.blockedUntil = ConvertTo-Instant (Get-Field $One 'AssignmentBlockedUntil') }
    return $row
}

function Read-AllNumbers {
    $skip = 0
    do {
        $page = @(Invoke-Teams { Get-CsPhoneNumberAssignment -Top 1000 -Skip $skip -ErrorAction Stop })
        $rows = @(foreach ($one in $page) { Get-NumberRow $one })
        $skip += 1000
        $last = $page.Count -lt 1000
        Write-Result ([ordered] @{ read = 'numbers'; value = $rows; last = $last })
        Write-Line ('Read {0} numbers.' -f $rows.Count)
    } until ($last)
}

# ---- the steps ----

# Read says what a step brought if its work is done, and nothing if it is still to do; Write does it, and may say itself
# how it ended. Tries: how often the tenant is read again, ten seconds apart, until the change shows. Makes: done twice it
# would make two of it.
$Kinds = @{
    address = @{ Says = 'emergency address'; Read = ${function:Read-Address}; Write = ${function:Write-Address}; Tries = 6; Makes = $true }
    address_remove = @{ Says = 'emergency address to remove'; Read = ${function:Read-AddressRemoved}; Write = ${function:Write-AddressRemoved}; Tries = 6 }
    place = @{ Says = 'place'; Read = ${function:Read-Place}; Write = ${function:Write-Place}; Tries = 6; Makes = $true }
    place_remove = @{ Says = 'place to remove'; Read = ${function:Read-PlaceRemoved}; Write = ${function:Write-PlaceRemoved}; Tries = 6 }
    order = @{ Says = 'numbers'; Read = ${function:Read-Order}; Write = ${function:Write-Order}; Tries = 30 }
    acquire = @{ Says = 'number to acquire'; Read = ${function:Read-Acquired}; Write = ${function:Write-Acquire}; Tries = 30 }
    let_go = @{ Says = 'hold to give back'; Read = ${function:Read-Cleared}; Write = ${function:Write-Clear}; Tries = 6 }
    release = @{ Says = 'number to release'; Read = ${function:Read-Released}; Write = ${function:Write-Release}; Tries = 12 }
    usage = @{ Says = 'number to be used for services'; Read = ${function:Read-Usage}; Write = ${function:Write-Usage}; Tries = 30 }
    number_place = @{ Says = 'place of a number'; Read = ${function:Read-NumberPlace}; Write = ${function:Write-NumberPlace}; Tries = 12 }
    assign = @{ Says = 'number to assign'; Read = ${function:Read-Assigned}; Write = ${function:Write-Assign}; Tries = 12 }
    unassign = @{ Says = 'number to take away'; Read = ${function:Read-Unassigned}; Write = ${function:Write-Unassign}; Tries = 12 }
    account = @{ Says = 'resource account'; Read = ${function:Read-Account}; Write = ${function:Write-Account}; Tries = 12; Makes = $true }
    queue = @{ Says = 'call queue'; Read = ${function:Read-Queue}; Write = ${function:Write-Queue}; Tries = 6 }
    attendant = @{ Says = 'auto attendant'; Read = ${function:Read-Attendant}; Write = ${function:Write-Attendant}; Tries = 6 }
    bridge = @{ Says = 'conferencing bridge'; Read = ${function:Read-Bridge}; Write = ${function:Write-Bridge}; Tries = 6 }
    feature_remove = @{ Says = 'queue or attendant to remove'; Read = ${function:Read-FeatureRemoved}; Write = ${function:Write-FeatureRemoved}; Tries = 6 }
}

# Whom or what a step is about, for the person who watches.
function Get-Label($Step) {
    $parts = @(foreach ($name in @('name', 'number', 'upn', 'place', 'city', 'areaCode', 'prefix')) { if ([string] $Step[$name] -ne '') { $Step[$name] } })
    if ($null -ne $Step.address) { $parts += @($Step.address.name, $Step.address.city) }
    if ($parts.Count -eq 0) { return $Step.key }
    return $parts -join ', '
}

# After a change the tenant may show the earlier state for a while: it is read until it shows the new one.
function Wait-Done($Step, $Kind) {
    foreach ($reading in 1..$Kind.Tries) {
        $found = & $Kind.Read $Step
        if ($null -ne $found) { return $found }
        Start-Sleep -Seconds 10
    }
}

function Invoke-Step($Step) {
    $kind = $Kinds[$Step.kind]
    $found = & $kind.Read $Step
    if ($null -ne $found) {
        Write-Line '    is done already.'
        return $found + @{ state = 'done' }
    }
    if ($Check) {
        Write-Line '    is to do.'
        return @{ state = 'checked' }
    }
    if ($kind.Makes -and (Get-Text $State.Earlier[$Step.key] 'state') -eq 'started') {
        Write-Line '    was begun before: looking whether it shows.'
        $found = Wait-Done $Step $kind
        if ($null -ne $found) { return $found + @{ state = 'done' } }
    }
    Write-Outcome $Step 'started' @{} ''
    $ended = & $kind.Write $Step
    $State.Written[$Step.key] = $true
    if ($null -ne $ended -and $null -ne $ended.state) { return $ended }
    $found = Wait-Done $Step $kind
    if ($null -ne $found) { return $found + @{ state = 'done' } }
    return @{ state = 'failed'; message = 'It was sent, but the tenant does not show it yet: run this again later.' }
}

function Invoke-Steps {
    $at = 0
    foreach ($step in $Steps) {
        $at++
        if ($Numbers -eq 'Clear' -and @('order', 'acquire', 'let_go') -notcontains $step.kind) { continue }
        Write-Line ('[{0}/{1}] {2}: {3}' -f $at, @($Steps).Count, $Kinds[$step.kind].Says, (Get-Label $step))
        try { $ended = Invoke-Step $step }
        catch { $ended = @{ state = 'failed'; message = Get-Problem $_ } }
        if ($ended.state -eq 'checked') { continue }
        # What the service warned of goes with what is done.
        $words = [string] $ended.message
        if ($words -eq '') { $words = [string] $State.Said[$step.key] }
        Write-Outcome $step $ended.state $ended $words
        Write-Line ('    {0}. {1}' -f $ended.state, $words)
        if ($ended.state -eq 'failed' -and -not $ended.cleared) { $State.Exit = 1 }
        if ($ended.state -eq 'held' -and $State.Exit -eq 0) { $State.Exit = 3 }
    }
}

function Invoke-Runbook {
    $State.Path = [System.IO.Path]::ChangeExtension($PSCommandPath, '.results.jsonl')
    if ($ResultPath -ne '') { $State.Path = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($ResultPath) }
    Write-Line ('{0}: {1} steps. Results: {2}' -f $Plan.title, @($Steps).Count, $State.Path)
    Read-Results
    $module = Import-Teams
    Connect-Tenant
    $State.Connected = $true
    $tenant = Confirm-Tenant
    Write-Result ([ordered] @{ schema = 1; script = $Plan.id; started = (Get-Now); module = $module; tenant = $tenant })
    if ($Plan.reads) {
        Read-AllAddresses
        Read-AllNumbers
    }
    Invoke-Steps
}

try {
    Invoke-Runbook
} catch {
    $State.Exit = 2
    Write-Line (Get-Problem $_)
} finally {
    if ($State.Connected) {
        Write-Result ([ordered] @{ ended = (Get-Now); exit = $State.Exit })
        try { $null = Disconnect-MicrosoftTeams -Confirm:$false -ErrorAction Stop }
        catch { Write-Line (Get-Problem $_) }
    }
}
exit $State.Exit
