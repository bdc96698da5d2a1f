/**
 * Counts of a cell, what they must satisfy, and the verdict. Pure: it asks no cloud and knows no
 * stage; the statements that count are made here, and sent elsewhere.
 */
package dev.backfill.check;
