/**
 * The program's entry: picks the window or a command. Everything else lives in the packages below.
 */
package dev.backfill;
