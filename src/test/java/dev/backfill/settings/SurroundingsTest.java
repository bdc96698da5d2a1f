package dev.backfill.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SurroundingsTest {
  @Test
  void saysWhichNameCannotBeTold() {
    var environment = Map.of("LC_ALL", "C", "LANG", "de_DE.UTF-8");
    assertThat(Surroundings.unreadable("ASCII", environment, "/home/j\ufffd\ufffdrg", null))
        .contains(
            "The character set of this environment, ASCII (LC_ALL=C), cannot tell the name"
                + " /home/j??rg. Start with LC_ALL=C.UTF-8.");
    assertThat(Surroundings.unreadable("UTF-8", Map.of(), "/home/jörg", null, "plän.yaml"))
        .isEmpty();
  }
}
