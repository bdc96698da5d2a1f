package dev.backfill.ui.model;

import java.util.function.Consumer;

/**
 * A question of the window's own.
 *
 * @param key the stem of its title's and its answers' texts
 * @param wantsReason whether it can be answered only with a reason
 * @param then gets the reason, or an empty text, when the answer is yes
 */
public record WindowQuestion(String key, String text, boolean wantsReason, Consumer<String> then) {}
