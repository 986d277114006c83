/* screens/signin.h: the page on which a person signs in: the code and where to type it, how long it
 * is good, why it failed and what next. It opens by itself when the tenant asks for a person. */
#ifndef SCREENS_SIGNIN_H
#define SCREENS_SIGNIN_H

#include "tui/view.h"

struct wizard;

/* Opens the page; the profile has a sign-in. */
void signin_page(struct wizard *wizard);

/* The sign-in changed, or may have: the page opens when a person is asked, follows what happens,
 * and closes when he is signed in. */
void wizard_signin_changed(struct wizard *wizard);

extern const struct view signin_page_view;

#endif
