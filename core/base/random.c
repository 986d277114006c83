/* Random bytes, and GUIDs made of them. */
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>

#include "core/base/mem.h"
#include "core/base/random.h"

void random_bytes(void *bytes, size_t len)
{
	for (size_t at = 0; at < len;) {
		ssize_t got = getrandom((unsigned char *)bytes + at, len - at, 0);
		if (got < 0 && errno != EINTR)
			die("the kernel gives no random bytes: %s", strerror(errno));
		at += got > 0 ? (size_t)got : 0;
	}
}

char *random_guid(char out[RANDOM_GUID])
{
	uint8_t b[16];
	random_bytes(b, sizeof b);
	b[6] = (uint8_t)((b[6] & 0x0f) | 0x40);
	b[8] = (uint8_t)((b[8] & 0x3f) | 0x80);
	size_t at = 0;
	for (size_t i = 0; i < sizeof b; i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			out[at++] = '-';
		at += (size_t)snprintf(out + at, RANDOM_GUID - at, "%02x", b[i]);
	}
	return out;
}
