package dev.backfill.sandbox.storage;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.zip.CRC32C;

/** Bytes on their way to becoming an object, with their size and checksums. */
final class Draft extends OutputStream {
  private final Path file;
  private final FileChannel channel;
  private final MessageDigest md5;
  private final CRC32C crc = new CRC32C();
  private long size;

  Draft(Path folder) throws IOException {
    file = Files.createTempFile(folder, "draft", ".data");
    channel = FileChannel.open(file, StandardOpenOption.WRITE);
    try {
      md5 = MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException absent) {
      throw new IllegalStateException("Every Java has MD5.", absent);
    }
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    var buffer = ByteBuffer.wrap(bytes, from, length);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    md5.update(bytes, from, length);
    crc.update(bytes, from, length);
    size += length;
  }

  long size() {
    return size;
  }

  String crc32c() {
    var bytes = ByteBuffer.allocate(4).putInt((int) crc.getValue()).array();
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** Once only: it ends the sum. */
  String md5() {
    return Base64.getEncoder().encodeToString(md5.digest());
  }

  /** Forces the bytes to disk; what remains is to rename the file. */
  Path seal() throws IOException {
    channel.force(true);
    channel.close();
    return file;
  }

  void discard() throws IOException {
    channel.close();
    Files.deleteIfExists(file);
  }
}
