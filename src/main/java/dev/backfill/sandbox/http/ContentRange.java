package dev.backfill.sandbox.http;

import java.util.regex.Pattern;

/**
 * What a request to a resumable upload's session carries.
 *
 * @param from the first byte's place in the whole
 * @param total the whole's size, or null where the sender does not know it yet
 * @param last whether the whole ends with this request's body
 * @param asks whether nothing is sent: the sender asks what has arrived
 */
public record ContentRange(long from, Long total, boolean last, boolean asks) {
  private static final Pattern FORM =
      Pattern.compile("bytes (?:(\\d{1,18})-(\\d{1,18}|\\*)|\\*)/(\\d{1,18}|\\*)");

  /** Without a header, and with {@code bytes 0-*} of unknown size, the body is all that is left. */
  public static ContentRange of(String header) {
    if (header == null || header.isBlank()) {
      return new ContentRange(0, null, true, false);
    }
    var range = FORM.matcher(header.strip());
    if (!range.matches()) {
      throw ApiException.invalid("Malformed Content-Range '" + header + "'.");
    }
    var total = range.group(3).equals("*") ? null : Long.valueOf(range.group(3));
    if (range.group(1) == null) {
      return new ContentRange(0, total, false, true);
    }
    boolean open = range.group(2).equals("*");
    return new ContentRange(Long.parseLong(range.group(1)), total, open && total == null, false);
  }

  /** Whether the upload is whole, now that so many bytes have arrived. */
  public boolean whole(long size) {
    return last || (total != null && total == size);
  }
}
