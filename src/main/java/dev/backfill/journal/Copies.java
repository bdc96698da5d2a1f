package dev.backfill.journal;

import dev.backfill.settings.OwnFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files that are on the disk when they are told of, and never overwrite one that is kept. */
final class Copies {
  private static final Logger LOG = LoggerFactory.getLogger(Copies.class);

  private Copies() {}

  /** Writes a new file, {@code NAME-1} or the next that is free, and gives its path. */
  static Path keep(Path name, byte[] content) throws IOException {
    for (var i = 1; ; i++) {
      var file = name.resolveSibling(name.getFileName() + "-" + i);
      try {
        write(file, content, StandardOpenOption.CREATE_NEW);
        synced(file.getParent());
        return file;
      } catch (FileAlreadyExistsException e) {
        // An earlier copy: it stays.
      }
    }
  }

  /** Puts a file in the place of another; after a kill or a power loss it is either of them. */
  static void replace(Path file, byte[] content) throws IOException {
    var fresh = file.resolveSibling(file.getFileName() + ".new");
    write(fresh, content, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    synced(file.getParent());
  }

  private static void write(Path file, byte[] content, StandardOpenOption... how)
      throws IOException {
    var options = new java.util.HashSet<>(java.util.Set.of(how));
    options.add(StandardOpenOption.WRITE);
    try (var channel = FileChannel.open(file, options, OwnFiles.fileRights(file))) {
      var bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  /** Makes the names in a folder last over a power loss, where the system can do that. */
  static void synced(Path folder) {
    try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows opens no folder; its file systems log names by themselves.
      LOG.debug("The names in {} are left to the system", folder, e);
    }
  }
}
