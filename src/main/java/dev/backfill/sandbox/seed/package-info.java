/** The documents and tables that a sandbox is filled with, made or real. */
package dev.backfill.sandbox.seed;
