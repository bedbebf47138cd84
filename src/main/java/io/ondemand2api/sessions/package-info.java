/** Sessions of the upstream: which conversation each remembers, those that lie ready, those to be deleted. */
package io.ondemand2api.sessions;
