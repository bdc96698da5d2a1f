/** Resource Manager and permissions: who may do what, and a project's number. */
package dev.backfill.sandbox.iam;
