/* core/reference/capability.h: what a licence lets a person do, decided by the service plans inside
 * it and never by a product's name, so that products unknown today are understood as well.
 *
 * The one list of these bits: the facts (data/, ref.sku_bits), the store (subscription.capability)
 * and the rules use them alike. */
#ifndef CORE_REFERENCE_CAPABILITY_H
#define CORE_REFERENCE_CAPABILITY_H

enum capability {
	CAPABILITY_TEAMS = 1 << 0, /* TEAMS1, TEAMS_GOV, TEAMS_AR_*, TEAMS_DESKLESS, TeamsEss */
	CAPABILITY_TEAMS_UNMANAGED = 1 << 1, /* TeamsEss: Teams Essentials without Entra identity */
	CAPABILITY_PHONE_SYSTEM = 1 << 2,    /* MCOEV, MCOEV_GOV, MCOEVSMB */
	CAPABILITY_DOMESTIC = 1 << 3,        /* MCOPSTN1, MCOPSTN5, 6, 8, PSTN5_US, ... */
	CAPABILITY_INTERNATIONAL = 1 << 4,   /* MCOPSTN2, MCOPSTN9: domestic and international */
	CAPABILITY_PAYG = 1 << 5,            /* MCOPSTN_PAYG_* */
	CAPABILITY_CREDITS = 1 << 6,         /* MCOPSTNC, and MCOPSTNPP or its MCOPSTN3 */
	CAPABILITY_CONFERENCING = 1 << 7,    /* MCOMEETADV*, MCOMEETACPEA, MCOACBYOT* */
	CAPABILITY_CONFERENCING_BASIC =
		1 << 8,                     /* MCOMEETBASIC: the free one, dial-out to US and CA */
	CAPABILITY_EXCHANGE_KIOSK = 1 << 9, /* EXCHANGE_S_DESKLESS* */
	CAPABILITY_EXCHANGE_P1 = 1 << 10,   /* EXCHANGE_S_STANDARD*, EXCHANGE_S_ESSENTIALS */
	CAPABILITY_EXCHANGE_P2 = 1 << 11,   /* EXCHANGE_S_ENTERPRISE* */
	CAPABILITY_MCO_STANDARD = 1 << 12,  /* MCOSTANDARD*: Skype for Business Online Plan 2 */
	CAPABILITY_RESOURCE_ACCOUNT = 1 << 13 /* MCOEV_VIRTUALUSER* */
};

#define CAPABILITY_CALLING_PLAN (CAPABILITY_DOMESTIC | CAPABILITY_INTERNATIONAL | CAPABILITY_PAYG)
#define CAPABILITY_MAILBOX \
	(CAPABILITY_EXCHANGE_KIOSK | CAPABILITY_EXCHANGE_P1 | CAPABILITY_EXCHANGE_P2)

#endif
