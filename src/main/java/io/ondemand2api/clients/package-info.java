/** Who may use the gateway by the operator's list of clients, and how much. */
package io.ondemand2api.clients;
