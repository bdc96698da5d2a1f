/** What can be made to go wrong on purpose, for drills and tests. */
package dev.backfill.sandbox.fault;
