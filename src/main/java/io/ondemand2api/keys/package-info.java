/** The pool of OnDemand keys: which one to use, how each fares, when one that was set aside comes back. */
package io.ondemand2api.keys;
