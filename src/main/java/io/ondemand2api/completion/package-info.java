/** The way of one request to its whole answer: attempts, failover, deadlines, the response as it leaves. Knows no dialect. */
package io.ondemand2api.completion;
