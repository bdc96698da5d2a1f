package dev.backfill.plan;

import dev.backfill.problem.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** The text of a plan's file, whatever lies there. */
final class PlanText {
  // A plan of 4,000 single days and some hundred types has 60 KB; a file named by mistake may have
  // gigabytes.
  private static final int MOST_BYTES = 1_000_000;

  private PlanText() {}

  /**
   * Reads a file of UTF-8, with or without a byte order mark.
   *
   * @throws InvalidPlan when there is no such text, saying what there is
   */
  static String read(Path file) throws InvalidPlan {
    return read(file, "plan");
  }

  /**
   * The same of a file of another kind.
   *
   * @param kind what it is to be, in words
   */
  static String read(Path file, String kind) throws InvalidPlan {
    byte[] bytes;
    try {
      if (Files.isDirectory(file)) {
        throw problem(file, "is a folder", "name a " + kind + "'s file");
      }
      try (var in = Files.newInputStream(file)) {
        bytes = in.readNBytes(MOST_BYTES + 1);
      }
    } catch (NoSuchFileException e) {
      throw problem(file, "is not there", "check the name");
    } catch (AccessDeniedException e) {
      throw problem(file, "may not be read by you", "change its permissions, or copy it");
    } catch (IOException e) {
      throw problem(file, "cannot be read (" + e.getMessage() + ")", "check the file");
    }
    if (bytes.length > MOST_BYTES) {
      throw problem(
          file, "has more than 1 MB, as no " + kind + " has", "name a " + kind + "'s file");
    }
    return decoded(file, bytes);
  }

  private static String decoded(Path file, byte[] bytes) throws InvalidPlan {
    if (begins(bytes, 0xff, 0xfe) || begins(bytes, 0xfe, 0xff)) {
      throw problem(file, "is UTF-16", "save it as UTF-8");
    }
    try {
      var buffer = ByteBuffer.wrap(bytes);
      var text = StandardCharsets.UTF_8.newDecoder().decode(buffer).toString();
      int zero = text.indexOf('\0');
      if (zero >= 0) {
        throw problem(
            file, "is no text: there is a zero at character " + (zero + 1), "save it as UTF-8");
      }
      return text.startsWith("\ufeff") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw problem(file, "is not UTF-8", "save it as UTF-8");
    }
  }

  private static boolean begins(byte[] bytes, int first, int second) {
    return bytes.length > 1 && (bytes[0] & 0xff) == first && (bytes[1] & 0xff) == second;
  }

  private static InvalidPlan problem(Path file, String what, String remedy) {
    return new InvalidPlan(List.of(Problem.ofField(file.toString(), what, remedy)));
  }
}
