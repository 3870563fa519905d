#pragma once
#include <curl/curl.h>

// Swift cannot call variadic C functions, so every kind of option and answer has a wrapper of its own here.

static inline CURLcode switchyard_curl_set_long(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode switchyard_curl_set_offset(CURL *handle, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode switchyard_curl_set_string(CURL *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode switchyard_curl_set_pointer(CURL *handle, CURLoption option, void *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode switchyard_curl_set_list(CURL *handle, CURLoption option, struct curl_slist *value) {
    return curl_easy_setopt(handle, option, value);
}

// The bytes are copied, so they need to live only as long as this call.
static inline CURLcode switchyard_curl_copy_body(CURL *handle, const void *bytes, curl_off_t count) {
    CURLcode result = curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, count);
    if (result != CURLE_OK) return result;
    return curl_easy_setopt(handle, CURLOPT_COPYPOSTFIELDS, (const char *)bytes);
}

typedef size_t (*switchyard_curl_transfer)(char *buffer, size_t size, size_t count, void *context);

static inline CURLcode switchyard_curl_set_transfer(
    CURL *handle, CURLoption option, switchyard_curl_transfer function) {
    return curl_easy_setopt(handle, option, function);
}

static inline CURLcode switchyard_curl_get_long(CURL *handle, CURLINFO info, long *value) {
    return curl_easy_getinfo(handle, info, value);
}

static inline CURLcode switchyard_curl_get_offset(CURL *handle, CURLINFO info, curl_off_t *value) {
    return curl_easy_getinfo(handle, info, value);
}

// The flags are macros of a form the importer does not take over.
static const long switchyard_curl_global_all = CURL_GLOBAL_ALL;
static const long switchyard_curl_http_1_1 = CURL_HTTP_VERSION_1_1;
static const long switchyard_curl_tls_none = CURLUSESSL_NONE;
static const long switchyard_curl_tls_try = CURLUSESSL_TRY;
static const long switchyard_curl_tls_all = CURLUSESSL_ALL;
