/** Reads application.properties: values, names, all wrong settings in one report. The records of settings stand in their rooms. */
package io.ondemand2api.config;
