/* screens/people-import.h: people out of a CSV file, from whichever screen. */
#ifndef SCREENS_PEOPLE_IMPORT_H
#define SCREENS_PEOPLE_IMPORT_H

struct wizard;

/* Asks for the file, reads it in slices; a demo without people of its own then takes them. */
void people_import(struct wizard *wizard);
void people_import_fini(struct wizard *wizard);

#endif
