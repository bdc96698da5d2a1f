/**
 * What is wrong, as a value: what, where, what to do about it, and which acts of the console do it.
 * No sentence is taken apart to find these; who shows them chooses the words for the acts.
 */
package dev.backfill.problem;
