/**
 * Ways in which projects on Google are stricter or less tidy than a sandbox: each can be switched
 * on. What goes wrong for a while, and not by rule, is in {@code fault}.
 */
package dev.backfill.sandbox.strict;
