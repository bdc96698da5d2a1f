/**
 * Texts made safe and readable: for terminals, CSV, shells; amounts in words; error codes; secrets
 * taken out.
 */
package dev.backfill.text;
