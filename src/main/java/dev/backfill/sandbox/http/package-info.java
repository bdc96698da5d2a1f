/**
 * The server under the services: frames, routes, guards of the port, the log of requests. No
 * service's rule.
 */
package dev.backfill.sandbox.http;
