/**
 * What is destroyed, and the proof that an operator typed its name. Only {@link
 * dev.backfill.confirm.ConfirmationDesk} makes a proof; nothing here destroys.
 */
package dev.backfill.confirm;
