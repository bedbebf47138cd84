/** The neutral middle: conversation, failure, and what a dialect implements. Nothing here knows Camel, HTTP or another room. */
package io.ondemand2api.core;
