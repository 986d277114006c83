/* Microsoft's clouds and their addresses (graph-api.md 1). */
#include <stddef.h>

#include "core/service/graph/graph.h"

/* Tokens of one cloud are not valid in another, and an app must be registered in each. The
 * management of numbers is documented for the global service only. */
static const struct graph_cloud clouds[] = {
	{ "global", "https://login.microsoftonline.com", "https://graph.microsoft.com",
		"https://entra.microsoft.com", NULL, true },
	{ "usgov", "https://login.microsoftonline.us", "https://graph.microsoft.us",
		"https://portal.azure.us", "TeamsGCCH", false },
	{ "dod", "https://login.microsoftonline.us", "https://dod-graph.microsoft.us",
		"https://portal.azure.us", "TeamsDOD", false },
	{ "china", "https://login.chinacloudapi.cn", "https://microsoftgraph.chinacloudapi.cn",
		"https://portal.azure.cn", "TeamsChina", false },
};

const struct graph_cloud *graph_cloud(int cloud)
{
	return &clouds[cloud];
}
