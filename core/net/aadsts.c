/* What the numbers of the sign-in service (AADSTS...) mean, and what to do. The rows up to the
 * first blank line are those of graph-api.md 2.5 and 2.1; the others are general knowledge of the
 * service: a number that is not here is shown as it is. */
#include "core/base/tr.h"
#include "core/net/oauth.h"

static const struct aadsts rows[] = {
	{ 70016, 0, N_("The code was not typed in yet. Open the address and type the code.") },
	{ 70019, 0, N_("The code is not known, or was used already. Ask for a new one.") },
	{ 70020, 0, N_("The code ran out. Ask for a new one.") },
	{ 65001, AADSTS_CONSENT,
		N_("Nobody has agreed to these permissions yet. An administrator opens the consent "
		   "address and agrees; then sign in again.") },
	{ 90094, AADSTS_CONSENT,
		N_("These permissions need the agreement of an administrator. He opens the consent "
		   "address and agrees; then sign in again.") },
	{ 90008, AADSTS_CONSENT,
		N_("The app registration lacks permissions for Microsoft Graph. Add them, and let "
		   "an administrator agree.") },
	{ 7000218, AADSTS_SETUP,
		N_("The app registration is not marked as a public client. Set \"Allow public "
		   "client flows\" to Yes under Authentication.") },
	{ 7000215, AADSTS_SETUP,
		N_("The client secret is wrong. Make a new one, and put its value, not its id, into "
		   "the environment variable.") },
	{ 7000222, AADSTS_SETUP,
		N_("The client secret has run out. Make a new one, and put its value into the "
		   "environment variable.") },
	{ 700027, AADSTS_SETUP,
		N_("The certificate is not registered with the app, or its signature is wrong. "
		   "Upload the certificate under Certificates & secrets.") },
	{ 700016, AADSTS_SETUP,
		N_("There is no such application in this tenant. Check client_id under [signin] and "
		   "tenant under [tenant].") },
	{ 50076, 0,
		N_("The tenant wants a second factor. Sign in again, and answer its question.") },
	{ 50079, 0,
		N_("The person has to register a second factor first. Sign in again, and register "
		   "it.") },
	{ 50158, 0,
		N_("The tenant's own check of the person is not done yet. Sign in again, and answer "
		   "it.") },
	{ 53003, AADSTS_BLOCKED,
		N_("A rule of the tenant (Conditional Access) blocks this sign-in. Ask whoever "
		   "manages Conditional Access, or take another way.") },
	{ 530036, AADSTS_BLOCKED,
		N_("A rule of the tenant (Conditional Access) blocks sign-ins by device code. Take "
		   "another way.") },
	{ 530003, AADSTS_BLOCKED,
		N_("The tenant wants a device that it manages. Sign in from one.") },
	{ 50105, 0,
		N_("The person is not assigned to this application. Add him under Enterprise "
		   "applications, Users and groups, or switch \"Assignment required\" off.") },
	{ 90002, AADSTS_SETUP,
		N_("There is no such tenant in this cloud. Check tenant and cloud under [tenant].") },

	{ 16000, 0, N_("The person has several accounts and chose none. Sign in again.") },
	{ 50001, AADSTS_SETUP,
		N_("The tenant does not know what the token is for. Check cloud under [tenant].") },
	{ 50011, AADSTS_SETUP,
		N_("The app registration does not allow the answer to come to this machine. Add the "
		   "platform \"Mobile and desktop applications\" with http://localhost.") },
	{ 500113, AADSTS_SETUP,
		N_("The app registration has no address for the answer. Add the platform \"Mobile "
		   "and desktop applications\" with http://localhost.") },
	{ 50020, 0,
		N_("The account is of another organization. Sign in with an account of this "
		   "tenant.") },
	{ 50034, 0, N_("There is no such account in this tenant. Sign in with an account of it.") },
	{ 51004, 0, N_("There is no such account in this tenant. Sign in with an account of it.") },
	{ 50053, 0,
		N_("The account is locked after too many wrong passwords. Wait, or let an "
		   "administrator unlock it.") },
	{ 50055, 0, N_("The password has run out. Change it, then sign in again.") },
	{ 50057, 0,
		N_("The account is disabled. Let an administrator enable it, or sign in with "
		   "another.") },
	{ 50059, AADSTS_SETUP,
		N_("The tenant is not named in a way the service knows. Check tenant under "
		   "[tenant].") },
	{ 50128, AADSTS_SETUP, N_("The domain is of no tenant. Check tenant under [tenant].") },
	{ 50072, 0,
		N_("The person has to register a second factor first. Sign in again, and register "
		   "it.") },
	{ 50074, 0,
		N_("The tenant wants a second factor. Sign in again, and answer its question.") },
	{ 50078, 0, N_("The second factor is too old. Sign in again, and answer its question.") },
	{ 50097, AADSTS_BLOCKED, N_("The tenant wants a device that it knows. Sign in from one.") },
	{ 50126, 0, N_("Name or password is wrong. Sign in again.") },
	{ 50132, 0, N_("The sign-in is not valid any more. Sign in again.") },
	{ 50133, 0, N_("The password was changed since the sign-in. Sign in again.") },
	{ 50173, 0,
		N_("The sign-in was revoked: a password was changed, or an administrator did it. "
		   "Sign in again.") },
	{ 50194, AADSTS_SETUP,
		N_("The application is of one tenant only. Write that tenant under [tenant].") },
	{ 50196, 0,
		N_("The service was asked too often for the same. Wait some minutes, then sign in "
		   "again.") },
	{ 53000, AADSTS_BLOCKED,
		N_("The tenant wants a device that follows its rules. Sign in from one.") },
	{ 53001, AADSTS_BLOCKED,
		N_("The tenant wants a device that is joined to its domain. Sign in from one.") },
	{ 53002, AADSTS_BLOCKED,
		N_("The tenant allows approved applications only. Ask whoever manages Conditional "
		   "Access.") },
	{ 53004, 0,
		N_("The account is at risk, and cannot register a second factor now. Let an "
		   "administrator look at it.") },
	{ 530032, AADSTS_BLOCKED,
		N_("A security policy of the tenant blocks this sign-in. Ask whoever manages it.") },
	{ 530034, AADSTS_BLOCKED,
		N_("A reseller's account is blocked in this tenant. Ask whoever manages Conditional "
		   "Access.") },
	{ 530035, AADSTS_BLOCKED,
		N_("The tenant's security defaults block this sign-in. Take another way.") },
	{ 54005, 0, N_("The answer of the browser was used already. Sign in again.") },
	{ 501481, 0, N_("The answer of the browser belongs to another sign-in. Sign in again.") },
	{ 65004, AADSTS_CONSENT,
		N_("The person did not agree to the permissions. Sign in again and agree, or let an "
		   "administrator agree.") },
	{ 650052, AADSTS_SETUP,
		N_("The app asks for a service that this tenant does not have. Let an administrator "
		   "look at the permissions of the app registration.") },
	{ 650053, AADSTS_SETUP,
		N_("The app asks for a permission that does not exist in this cloud. Check cloud "
		   "under [tenant].") },
	{ 650056, AADSTS_SETUP,
		N_("The app registration is not complete. Add the permissions, and let an "
		   "administrator agree.") },
	{ 650057, AADSTS_CONSENT,
		N_("The app registration does not list what the token is for. Add the permission, "
		   "and let an administrator agree.") },
	{ 500011, AADSTS_SETUP,
		N_("The tenant does not have the service that the token is for. Check cloud under "
		   "[tenant].") },
	{ 500014, AADSTS_SETUP,
		N_("The service that the token is for is disabled in this tenant. Enable it under "
		   "Enterprise applications.") },
	{ 70000, 0, N_("The sign-in is not valid any more. Sign in again.") },
	{ 70008, 0, N_("The sign-in has run out. Sign in again.") },
	{ 70011, AADSTS_SETUP,
		N_("A permission that was asked for does not exist. Check cloud under [tenant].") },
	{ 70043, 0, N_("The tenant wants a new sign-in from time to time. Sign in again.") },
	{ 70044, 0, N_("The tenant wants a new sign-in from time to time. Sign in again.") },
	{ 700003, AADSTS_BLOCKED,
		N_("The tenant does not know this device any more. Sign in from one that it "
		   "knows.") },
	{ 700021, AADSTS_SETUP,
		N_("The assertion names another application. Check client_id under [signin].") },
	{ 700023, AADSTS_SETUP,
		N_("The assertion was made for another address. Check login under [endpoints].") },
	{ 700024, AADSTS_SETUP,
		N_("The assertion is too old or too new for the service. Set the clock of this "
		   "machine.") },
	{ 700082, 0, N_("The sign-in was not used for too long. Sign in again.") },
	{ 700084, 0, N_("The sign-in has run out. Sign in again.") },
	{ 7000112, AADSTS_SETUP,
		N_("The application is disabled. Let an administrator enable it under Enterprise "
		   "applications.") },
	{ 7000216, AADSTS_SETUP,
		N_("The app registration wants a secret or a certificate. Choose method = secret or "
		   "certificate under [signin].") },
	{ 90013, AADSTS_SETUP, N_("The request was not understood. Check tenant and client_id.") },
	{ 90033, 0,
		N_("The service has trouble that passes. Wait some minutes, then sign in "
		   "again.") },
	{ 90038, AADSTS_SETUP, N_("The tenant is in another cloud. Check cloud under [tenant].") },
	{ 900023, AADSTS_SETUP,
		N_("The tenant is neither a domain nor an id. Check tenant under [tenant].") },
	{ 900382, AADSTS_SETUP,
		N_("The application is of another cloud. Register it in the tenant's own cloud.") },
	{ 900432, AADSTS_SETUP,
		N_("The application is of another cloud. Register it in the tenant's own cloud.") },
	{ 900439, AADSTS_SETUP,
		N_("The application is of the US Government cloud. Check cloud under [tenant].") },
};

const struct aadsts *aadsts_row(int index)
{
	return index >= 0 && index < (int)(sizeof rows / sizeof rows[0]) ? &rows[index] : NULL;
}

const struct aadsts *aadsts_find(int number)
{
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		if (rows[i].number == number)
			return &rows[i];
	return NULL;
}

const char *signin_aadsts(int number)
{
	const struct aadsts *row = aadsts_find(number);
	return row ? _(row->text) : "";
}
