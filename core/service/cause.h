/* core/service/cause.h: our own catalogue of what goes wrong: the real cause, how we know, the way
 * out.
 *
 * The service's error texts often name the wrong cause: a cause is decided from what was
 * checked, and the service's words are kept beside it, one key away. */
#ifndef CORE_SERVICE_CAUSE_H
#define CORE_SERVICE_CAUSE_H

#define CAUSES(X)                                                                                                                  \
	X(NONE, "none", "", "")                                                                                                    \
	X(NOT_DONE, "not-done", N_("The service does not have this change."), N_("Apply again."))                                  \
	X(NO_SEATS, "no-seats", N_("There are fewer licences than people who need one."),                                          \
		N_("Buy the missing licences in step Licences, then apply again."))                                                \
	X(NOT_VISIBLE, "not-visible",                                                                                              \
		N_("The service does not offer this product yet: Phone System comes first (R-003)."),                              \
		N_("Buy Teams Phone Standard first; the offer appears afterwards."))                                               \
	X(NO_USAGE_LOCATION, "no-usage-location", N_("The person has no usage location (R-009)."),                                 \
		N_("Set the usage location in step Licences."))                                                                    \
	X(NO_PHONE_LICENCE, "no-phone-licence",                                                                                    \
		N_("The person's phone licences are not effective yet (R-326)."),                                                  \
		N_("Wait: up to 24 hours after assignment (R-017). ringup tries again by itself."))                                \
	X(COUNTRY, "country",                                                                                                      \
		N_("Person, number and address are not all in one country (R-233)."),                                              \
		N_("Choose a number and an address of the person's country."))                                                     \
	X(NUMBER_TAKEN, "number-taken", N_("The number was taken by somebody else meanwhile."),                                    \
		N_("Search again and choose another number."))                                                                     \
	X(EXPIRED, "expired",                                                                                                      \
		N_("The reservation ran out before the numbers were acquired (R-219)."),                                           \
		N_("Search again."))                                                                                               \
	X(OUT_OF_STOCK, "out-of-stock", N_("No free number is left in this area."),                                                \
		N_("Try the next-best area codes, or fewer numbers."))                                                             \
	X(QUOTA, "quota",                                                                                                          \
		N_("There are not enough licences to request more numbers of this type (R-186, R-215)."),                          \
		N_("Assign more Calling Plan licences first, or release numbers that nobody uses."))                               \
	X(PAPERS, "papers",                                                                                                        \
		N_("The organization is not verified yet: no numbers before the papers are accepted (R-432)."),                    \
		N_("Send in the know-your-customer papers; planning can go on meanwhile."))                                        \
	X(ADDRESS_NEEDED, "address-needed",                                                                                        \
		N_("This country ties a number to its emergency address (R-227)."),                                                \
		N_("Add and validate an address first, in step Addresses."))                                                       \
	X(ADDRESS_INVALID, "address-invalid", N_("The address could not be validated (R-296)."),                                   \
		N_("Correct the address and validate it again."))                                                                  \
	X(ADDRESS_AREA, "address-area",                                                                                            \
		N_("The address does not fit the area code of the number (R-232)."),                                               \
		N_("Choose an address in the number's area, or other numbers."))                                                   \
	X(ADDRESS_IN_USE, "address-in-use",                                                                                        \
		N_("People or numbers still use this address (R-308)."),                                                           \
		N_("Move them to another address first."))                                                                         \
	X(NUMBER_IN_USE, "number-in-use",                                                                                          \
		N_("The number is assigned: only unassigned numbers can be released (R-270)."),                                    \
		N_("Unassign it first."))                                                                                          \
	X(NUMBER_KIND, "number-kind", N_("A service number cannot be given to a person (R-176)."),                                 \
		N_("Choose a user number."))                                                                                       \
	X(NUMBER_ASSIGNED, "number-assigned",                                                                                      \
		N_("The number is assigned: only the usage of an unassigned one can change (R-184)."),                             \
		N_("Take the number away first."))                                                                                 \
	X(NO_CREDITS_BASE, "no-credits-base",                                                                                      \
		N_("Credits build on Teams Phone with a Calling Plan, or on Audio Conferencing (R-156)."),                         \
		N_("Buy one of them first, in step Licences."))                                                                    \
	X(BILLED_AFTER_USE, "billed-after-use",                                                                                    \
		N_("The organization is billed after use: credits are not sold to it (R-172)."),                                   \
		N_("Nothing is to be bought: switch on pay-as-you-go for the plans instead (R-155)."))                             \
	X(NO_ACCOUNT_LICENCE, "no-account-licence",                                                                                \
		N_("The resource account has no licence (R-389)."),                                                                \
		N_("Give it a Teams Phone Resource Account licence: it costs nothing (R-112)."))                                   \
	X(FEATURE_MISSING, "feature-missing",                                                                                      \
		N_("It names something that the tenant does not have."),                                                           \
		N_("Plan what it names first, then apply again."))                                                                 \
	X(PERSON_MISSING, "person-missing",                                                                                        \
		N_("The tenant does not show this person yet: a new one may take hours (R-336)."),                                 \
		N_("Wait; ringup looks again at the next sync."))                                                                  \
	X(ONPREM_NUMBER, "onprem-number",                                                                                          \
		N_("A number is set for the account in the local directory (R-331)."),                                             \
		N_("Clear msRTCSIP-Line there and let it synchronise."))                                                           \
	X(ONPREM_MAILBOX, "onprem-mailbox", N_("The mailbox is not in Microsoft 365 (R-083)."),                                    \
		N_("Move the mailbox first."))                                                                                     \
	X(LICENCE_CONFLICT, "licence-conflict",                                                                                    \
		N_("Two products of the person contain clashing plans (R-007)."),                                                  \
		N_("Remove one of them in the same change."))                                                                      \
	X(GROUP_LICENCE, "group-licence",                                                                                          \
		N_("The licence comes from a group and cannot be removed from the person."),                                       \
		N_("Change the group."))                                                                                           \
	X(LICENCE_ORDER, "licence-order",                                                                                          \
		N_("The product builds on another one that the person lacks (R-005)."),                                            \
		N_("Give Teams Phone first, or both in one change."))                                                              \
	X(ADDRESS_FIXED, "address-fixed", N_("A validated address cannot be edited (R-304)."),                                     \
		N_("Add a new address, move people and numbers there, then remove the old one."))                                  \
	X(NUMBER_NOT_READY, "number-not-ready",                                                                                    \
		N_("The number was acquired, but cannot be assigned yet (R-224)."),                                                \
		N_("Wait: it may take some hours. ringup tries again by itself."))                                                 \
	X(BLOCKED, "blocked", N_("The number is blocked from assignment for a while (R-276)."),                                    \
		N_("Choose another number, or wait until the block ends."))                                                        \
	X(PORT_FINAL, "port-final",                                                                                                \
		N_("In its last 24 hours and afterwards a port can no longer be cancelled (R-264)."),                              \
		N_("Let it complete; give the numbers to people, or port them to another carrier."))                               \
	X(CONSENT, "consent",                                                                                                      \
		N_("A cart waits to be ordered, and nobody agreed to it this time."),                                              \
		N_("Apply again and type the count of the licences; else the cart runs out by itself."))                           \
	X(THROTTLED, "throttled", N_("The service asks to slow down."),                                                            \
		N_("ringup waits and tries again by itself."))                                                                     \
	X(UNAVAILABLE, "unavailable", N_("The service has passing trouble."),                                                      \
		N_("ringup tries again by itself."))                                                                               \
	X(NETWORK, "network", N_("The service could not be reached."),                                                             \
		N_("Check the connection, then apply again."))                                                                     \
	X(RIGHTS_READ, "rights-read",                                                                                              \
		N_("The sign-in may not read this: it needs the permissions that the first sync asks for."),                       \
		N_("Have an administrator consent to them for the app, then sign in again."))                                      \
	X(RIGHTS_LICENCES, "rights-licences",                                                                                      \
		N_("It takes User.ReadWrite.All, LicenseAssignment.ReadWrite.All, and for a person the role User Administrator."), \
		N_("Have an administrator consent to them for the app and give you the role, then sign in again."))                \
	X(RIGHTS_NUMBERS, "rights-numbers",                                                                                        \
		N_("It takes TeamsTelephoneNumber.ReadWrite.All, and for a person the role Teams Telephony Administrator."),       \
		N_("Have an administrator consent to it for the app and give you the role, then sign in again."))                  \
	X(RIGHTS_POLICY, "rights-policy",                                                                                          \
		N_("It takes TeamsPolicyUserAssign.ReadWrite.All, and for a person the role Teams Administrator."),                \
		N_("Have an administrator consent to it for the app and give you the role, then sign in again."))                  \
	X(RIGHTS_MAIL, "rights-mail",                                                                                              \
		N_("It takes Mail.Send, and the right to send from this mailbox."),                                                \
		N_("Have an administrator consent to it for the app, then sign in again."))                                        \
	X(SIGN_IN, "sign-in", N_("The tenant did not accept the sign-in."),                                                        \
		N_("Sign in again, then apply again."))                                                                            \
	X(MOVED, "moved", N_("The tenant has changed since ringup last read it."),                                                 \
		N_("Sync, settle the conflict, then apply again."))                                                                \
	X(NOT_ASSIGNABLE, "not-assignable", N_("This product cannot be given to a person."),                                       \
		N_("Take it out of the plan."))                                                                                    \
	X(NO_MAILBOX, "no-mailbox",                                                                                                \
		N_("There is no mailbox that the message could be sent from."),                                                    \
		N_("Name a sender that has a mailbox in Microsoft 365."))                                                          \
	X(MAIL_UNKNOWN, "mail-unknown",                                                                                            \
		N_("The answer was lost: it is not known whether the message was sent."),                                          \
		N_("Ask the person, or look into Sent Items; `ringup notify --failed` or R in step Notify sends it again."))       \
	X(MAIL_REFUSED, "mail-refused", N_("The mail server did not take the letter."),                                            \
		N_("Read its words, correct the address or the settings under [mail], then send the failures again."))             \
	X(MAIL_BARRED, "mail-barred",                                                                                              \
		N_("The mail server lets nothing be sent: its sign-in, its certificate or its encryption failed."),                \
		N_("Correct the settings under [mail] of the configuration; s in step Notify sends one to you first."))            \
	X(MAIL_ADDRESS, "mail-address", N_("The person has no address that a mail can go to."),                                    \
		N_("Correct it in the directory, sync, then send the failures again."))                                            \
	X(READ_ONLY, "read-only",                                                                                                  \
		N_("ringup was told to read only: nothing was asked of the tenant."),                                              \
		N_("Start it without --readonly to apply."))                                                                       \
	X(INSECURE, "insecure",                                                                                                    \
		N_("The certificate of the service does not check: nothing was sent."),                                            \
		N_("Check this machine's clock and what stands between it and the service, then apply again."))                    \
	X(UNKNOWN, "unknown", N_("The service refused, for a reason ringup does not know."),                                       \
		N_("Read the service's own words, then apply again."))

enum cause {
#define X(id, word, why, remedy) CAUSE_##id,
	CAUSES(X)
#undef X
		CAUSE_COUNT
};

const char *cause_word(enum cause cause);     /* for the store and JSON: "no-seats" */
enum cause cause_from_word(const char *word); /* CAUSE_UNKNOWN if it is none */
const char *cause_why(enum cause cause);      /* N_() text, a sentence */
const char *cause_remedy(enum cause cause);   /* N_() text, what to do */

#endif
