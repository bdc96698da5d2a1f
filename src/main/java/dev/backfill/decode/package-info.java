/**
 * A payload's bytes and a compiled schema become the bytes of a row. No Beam, no Google client, no
 * file but the schema archive that it is handed.
 */
package dev.backfill.decode;
