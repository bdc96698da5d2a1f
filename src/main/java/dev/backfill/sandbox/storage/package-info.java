/** Cloud Storage's JSON and XML APIs over files: buckets, objects, uploads. */
package dev.backfill.sandbox.storage;
