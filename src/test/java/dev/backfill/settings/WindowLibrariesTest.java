package dev.backfill.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** A jar of one system on another. */
class WindowLibrariesTest {
  private static final Map<String, String> TOOLKITS =
      Map.of(
          "Linux", "com/sun/glass/ui/gtk/GtkApplication.class",
          "Mac OS X", "com/sun/glass/ui/mac/MacApplication.class",
          "Windows 11", "com/sun/glass/ui/win/WinApplication.class");

  @Test
  void theOwnSystemsAreThereAndNoOthers() {
    TOOLKITS.forEach(
        (built, toolkit) -> {
          for (var system : TOOLKITS.keySet()) {
            var missing = new WindowLibraries(system, toolkit::equals).missing();
            assertThat(missing.isEmpty()).as(built + " on " + system).isEqualTo(built == system);
          }
        });
  }

  @Test
  void saysWhatToDo() {
    assertThat(new WindowLibraries("Windows 11", name -> false).missing())
        .hasValueSatisfying(
            said ->
                assertThat(said)
                    .contains("no window for Windows 11", "Build it on this system", "--help"));
  }

  @Test
  void thisBuildHasThoseOfThisSystem() {
    assertThat(WindowLibraries.here().missing()).isEmpty();
  }

  @Test
  void tellsANewerJavaFromAMissingLibrary() {
    var newer = new UnsupportedClassVersionError("javafx/stage/Stage has been compiled by a more");
    var missing = new UnsatisfiedLinkError("libgtk-3.so.0: cannot open shared object file");
    assertThat(WindowLibraries.unusable(newer)).contains("newer Java").doesNotContain("apt-get");
    assertThat(WindowLibraries.unusable(missing))
        .contains("libgtk-3.so.0", "apt-get install libgtk-3-0")
        .doesNotContain("newer Java");
  }
}
