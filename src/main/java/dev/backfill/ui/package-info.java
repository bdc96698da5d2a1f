/**
 * The window: pages and their controllers, and the threads behind them. What a page says is decided
 * in {@code ui.model}; the window's thread makes no call and reads no file.
 */
package dev.backfill.ui;
