#!/bin/sh
# Clouds whose Graph has no numbers: they are read and set by the script, ringup says so, and a token of another cloud is no sign-in.
. "$(dirname "$0")/lib.sh"

while read -r cloud address teams; do
	net_start --people 5 --numbers 5 --seats 30
	control POST state "{\"cloud\": \"$address\"}" >control.out
	profile "$cloud"
	sed -i "/^\\[tenant\\]/a cloud = $cloud" "$XDG_CONFIG_HOME/ringup/$cloud.ini"
	exits "$cloud: the sign-in is for its Graph" 0 "$ringup" --profile "$cloud" signin
	exits "$cloud: the tenant is read" 0 "$ringup" --profile "$cloud" sync
	holds "$cloud: but for the numbers, which is said" "Numbers and emergency addresses were not read" err
	same "$cloud: nothing of Teams was asked for" 0 "$(ask requests \
		"SELECT count(*) FROM answer, json_each(j) WHERE json_extract(value, '\$.target') LIKE '%/admin/teams/%'")"
	exits "$cloud: the script reads them" 0 "$ringup" --profile "$cloud" script -o plan.ps1
	holds "$cloud: in this cloud" "environment = '$teams'" plan.ps1
	exits "$cloud: licences are set" 4 "$ringup" --profile "$cloud" run "$net/plan.ini"
	same "$cloud: everybody's" 5 "$(ask summary \
		"SELECT count(*) FROM answer, json_each(j, '\$.people') WHERE json_array_length(value, '\$.skus') > 1")"

	profile global
	exits "$cloud: a token of another cloud is refused" 5 "$ringup" --profile global signin
	holds "$cloud: and is no sign-in" "Check cloud under" err
done <<'CLOUDS'
usgov https://graph.microsoft.us TeamsGCCH
dod https://dod-graph.microsoft.us TeamsDOD
china https://microsoftgraph.chinacloudapi.cn TeamsChina
CLOUDS

no_secrets "other clouds"
finish
