/* core/base/base64.h: bytes as letters (RFC 4648), in one line. */
#ifndef CORE_BASE_BASE64_H
#define CORE_BASE_BASE64_H

#include <stddef.h>

#include "core/base/mem.h"

/* With '+', '/' and the padding. */
void base64_add(struct str *out, const void *bytes, size_t len);

/* For addresses and tokens: with '-' and '_', without padding. */
void base64url_add(struct str *out, const void *bytes, size_t len);

#endif
