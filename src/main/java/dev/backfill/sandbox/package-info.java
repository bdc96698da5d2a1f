/**
 * The local stand-in for Google's services, a program of its own that is driven over HTTP. It knows
 * nothing of runs; each service has a package.
 */
package dev.backfill.sandbox;
