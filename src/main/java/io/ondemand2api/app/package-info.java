/** The start and the end of the process, and the wiring: reads the configuration, makes every bean once and hands it to the routes. */
package io.ondemand2api.app;
