/* screens/people-import.h: people out of a CSV file, in slices, with a gauge and a report. */
#ifndef SCREENS_PEOPLE_IMPORT_H
#define SCREENS_PEOPLE_IMPORT_H

struct wizard;

/* Asks for the file and reads it. */
void people_import(struct wizard *wizard);

/* Takes back what an import that has not ended wrote. */
void people_import_stop(struct wizard *wizard);

#endif
