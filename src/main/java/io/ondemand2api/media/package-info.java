/** Files of a request: downloaded where that is allowed, uploaded to the upstream, and read there into text. */
package io.ondemand2api.media;
