/* core/tenant/address-sql.h: an address of which nothing is known but its id, and that numbers are
 * there. For the page readers of core/tenant. */
#ifndef CORE_TENANT_ADDRESS_SQL_H
#define CORE_TENANT_ADDRESS_SQL_H

#include "core/base/tr.h"

/* Stands in address.message until the address itself was read; screens translate it. A macro of its
 * own, for SQL takes it as a literal. */
#define ADDRESS_UNREAD N_("A number of the tenant is here; the address itself was not read yet.")
#define ADDRESS_UNREAD_SQL "'" ADDRESS_UNREAD "'"

#endif
