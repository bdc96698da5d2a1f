package org.apache.beam.sdk.io.gcp.bigquery;

import java.io.BufferedOutputStream;
import java.io.IOException;
import org.apache.beam.sdk.util.MimeTypes;

/** A load file that lines are written into as they are. */
final class LineWriter extends BigQueryRowWriter<byte[]> {
  // The channel hands each write to another thread: lines of a kilobyte are written together.
  private static final int BUFFER = 1 << 16;

  private final BufferedOutputStream out = new BufferedOutputStream(getOutputStream(), BUFFER);

  /**
   * Opens a file.
   *
   * @param folder what its name begins with
   */
  LineWriter(String folder) throws Exception {
    super(folder, MimeTypes.TEXT);
  }

  @Override
  void write(byte[] line) throws IOException {
    out.write(line);
  }

  @Override
  public void close() throws IOException {
    try {
      out.flush();
    } finally {
      super.close();
    }
  }

  /** Closes the file, and says what it is. */
  WriteBundlesToFiles.Result<String> closed(String table) throws IOException {
    close();
    return result(table);
  }

  /** What it is, once it is closed. */
  WriteBundlesToFiles.Result<String> result(String table) {
    var file = getResult();
    return new WriteBundlesToFiles.Result<>(file.resourceId.toString(), file.byteSize, table);
  }
}
