/**
 * The ports over Google's own clients, pointed at Google or at a sandbox by a profile. The only
 * place, with {@code pipeline}, that imports them.
 */
package dev.backfill.google;
