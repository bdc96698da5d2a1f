/**
 * The engine: the steps that are written down before they act, the lease of the target, and the
 * fold of a journal into the view that every reader shows. It knows stages by their roles and
 * playbooks as services, its cloud by the ports, and nothing of windows or commands.
 */
package dev.backfill.run;
