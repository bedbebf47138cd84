/** What every dialect needs to read a request: bounded JSON, errors that name a field's path, names, schemas and files. */
package io.ondemand2api.core.request;
