/**
 * The stages, one class each with what it alone needs: what it is for, the steps that it declares
 * from a plan, and its work. A stage knows no other, and no playbook.
 */
package dev.backfill.stages;
