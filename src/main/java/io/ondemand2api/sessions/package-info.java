/** Sessions of the upstream: which conversation each remembers, warm ones, those to be deleted. */
package io.ondemand2api.sessions;
