package dev.backfill.settings;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.Duration;
import ch.qos.logback.core.util.FileSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** One log of several processes, each with its own open file: here, of several contexts. */
@DisabledOnOs(
    value = OS.WINDOWS,
    disabledReason = "an open file is neither moved nor deleted there")
class OwnLogTest {
  private static final int MOST = 4_000;
  @TempDir Path folder;

  private Path file() {
    return folder.resolve("logs").resolve("console.log");
  }

  private OwnLog log() {
    var context = new LoggerContext();
    context.setMDCAdapter(new LogbackMDCAdapter());
    var encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern("%msg%n");
    encoder.start();
    var log = new OwnLog();
    var rolling = new FixedWindowRollingPolicy();
    rolling.setContext(context);
    rolling.setParent(log);
    rolling.setFileNamePattern(file() + ".%i");
    rolling.setMaxIndex(20);
    var trigger = new SizeBasedTriggeringPolicy<ILoggingEvent>();
    trigger.setContext(context);
    trigger.setMaxFileSize(new FileSize(MOST));
    trigger.setCheckIncrement(Duration.buildByMilliseconds(0));
    trigger.start();
    log.setContext(context);
    log.setFile(file().toString());
    log.setEncoder(encoder);
    log.setLookMillis(0);
    log.setRollingPolicy(rolling);
    log.setTriggeringPolicy(trigger);
    rolling.start();
    log.start();
    return log;
  }

  private static void say(OwnLog log, String text) {
    var logger = ((LoggerContext) log.getContext()).getLogger(Logger.ROOT_LOGGER_NAME);
    log.doAppend(new LoggingEvent("", logger, Level.INFO, text, null, null));
  }

  @Test
  void goesOnWhereItsFileIsDeleted() throws IOException {
    var log = log();
    say(log, "one");
    Files.delete(file());
    say(log, "two");
    assertThat(file()).hasContent("two");
    Files.delete(file());
    Files.delete(file().getParent());
    say(log, "three");
    assertThat(file()).hasContent("three");
    log.stop();
  }

  @Test
  void noLineIsLostWhereTwoRollOneLog() throws IOException {
    var one = log();
    var other = log();
    var said = new TreeSet<String>();
    for (var i = 0; i < 400; i++) {
      var text = "line %03d of a log that several processes write".formatted(i);
      say(i % 3 == 0 ? one : other, text);
      said.add(text);
    }
    one.stop();
    other.stop();
    var found = new TreeSet<String>();
    try (var files = Files.list(file().getParent())) {
      for (var file : files.toList()) {
        assertThat(Files.size(file)).as(file.toString()).isLessThan(MOST + 200);
        found.addAll(Files.readAllLines(file));
      }
    }
    assertThat(found).isEqualTo(said);
    assertThat(file().resolveSibling("console.log.1")).exists();
  }
}
