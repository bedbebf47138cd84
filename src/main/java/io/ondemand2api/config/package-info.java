/** Reads application.properties once: a record for each group of settings, and all wrong settings in one report. */
package io.ondemand2api.config;
