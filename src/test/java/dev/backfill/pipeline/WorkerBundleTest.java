package dev.backfill.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.beam.sdk.coders.CoderProviderRegistrar;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.options.PipelineOptionsRegistrar;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One archive is for a class loader what the jars of the class path are. */
@Tag("job")
class WorkerBundleTest {
  @TempDir Path folder;

  private String jar(String name, String manifest, Map<String, String> files) throws IOException {
    var file = folder.resolve(name);
    try (var out = new ZipOutputStream(Files.newOutputStream(file))) {
      var all = new TreeMap<>(files);
      all.put("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\r\n" + manifest + "\r\n");
      for (var each : all.entrySet()) {
        out.putNextEntry(new ZipEntry(each.getKey()));
        out.write(each.getValue().getBytes(StandardCharsets.UTF_8));
        out.closeEntry();
      }
    }
    return file.toString();
  }

  private List<String> bundled(String... classPath) {
    return new WorkerBundle(folder.resolve("bundles")).files(List.of(classPath));
  }

  private static String text(JarFile jar, String name) throws IOException {
    return new String(
        jar.getInputStream(jar.getJarEntry(name)).readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void keepsTheOrderOfTheClassPathAndTheServicesOfAll() throws Exception {
    var own = Files.createDirectories(folder.resolve("classes")).toString();
    var services = "META-INF/services/x.Service";
    var one =
        jar("one.jar", "", Map.of("a.txt", "of one", services, "x.One # first\n", "b.txt", "b"));
    var two =
        jar(
            "two.jar",
            "Multi-Release: true\r\n",
            Map.of(
                "a.txt",
                "of two",
                services,
                "x.Two\nx.One",
                "META-INF/versions/9/a.txt",
                "new",
                "META-INF/versions/9/c.txt",
                "newer",
                "c.txt",
                "c"));
    var three =
        jar(
            "three.jar",
            "",
            Map.of(
                "META-INF/versions/9/b.txt",
                "no multi-release",
                "META-INF/X.SF",
                "signed",
                "module-info.class",
                "m",
                "d.txt",
                "d"));
    var files = bundled(own, one, two, three);
    assertThat(files).hasSize(2).startsWith(own);
    try (var jar = new JarFile(files.get(1))) {
      assertThat(jar.isMultiRelease()).isTrue();
      assertThat(text(jar, "a.txt")).isEqualTo("of one");
      assertThat(text(jar, services)).isEqualTo("x.One\nx.Two\n");
      assertThat(text(jar, "META-INF/versions/9/c.txt")).isEqualTo("newer");
      assertThat(Collections.list(jar.entries()))
          .extracting(ZipEntry::getName)
          .doesNotHaveDuplicates()
          .contains("b.txt", "d.txt")
          .doesNotContain(
              "META-INF/versions/9/a.txt",
              "META-INF/versions/9/b.txt",
              "META-INF/X.SF",
              "module-info.class");
    }
  }

  @Test
  void isMadeOnceForTheSameJarsAndAnewForOthers() throws Exception {
    var one = jar("one.jar", "", Map.of("a.txt", "a"));
    var first = Path.of(bundled(one).get(0));
    var bytes = Files.readAllBytes(first);
    Files.setLastModifiedTime(first, FileTime.fromMillis(0));
    assertThat(bundled(one)).containsExactly(first.toString());
    assertThat(Files.getLastModifiedTime(first).toMillis()).as("in use").isPositive();
    Files.delete(first);
    assertThat(Files.readAllBytes(Path.of(bundled(one).get(0)))).isEqualTo(bytes);
    jar("one.jar", "", Map.of("a.txt", "b"));
    Files.setLastModifiedTime(first, FileTime.fromMillis(0));
    assertThat(bundled(one)).doesNotContain(first.toString());
    assertThat(first).as("of long ago").doesNotExist();
  }

  @Test
  void stagesTheJarsThemselvesWhereNoArchiveCanBeMade() throws Exception {
    var one = jar("one.jar", "", Map.of("a.txt", "a"));
    var broken = Files.writeString(folder.resolve("two.jar"), "no archive").toString();
    assertThat(bundled(one, broken)).containsExactly(one, broken);
    assertThat(folder.resolve("bundles")).isEmptyDirectory();
  }

  /** The class path of the workers of this very program. */
  @Test
  void offersAllThatTheWorkersClassPathOffers() throws Exception {
    var before = WorkerFiles.of(PipelineOptionsFactory.create());
    var after = new WorkerBundle(folder.resolve("bundles")).files();
    assertThat(before.size()).isGreaterThan(100);
    assertThat(after).hasSizeLessThan(5);
    for (var service : List.of(PipelineOptionsRegistrar.class, CoderProviderRegistrar.class)) {
      assertThat(offered(service, after)).isNotEmpty().isEqualTo(offered(service, before));
    }
    for (var type : List.of("org.apache.beam.sdk.Pipeline", "dev.backfill.pipeline.DecodeFn")) {
      try (var loader = loader(after)) {
        assertThat(loader.loadClass(type).getClassLoader()).isSameAs(loader);
      }
    }
  }

  private static List<String> offered(Class<?> service, List<String> files) throws Exception {
    try (var loader = loader(files)) {
      var found = new ArrayList<String>();
      ServiceLoader.load(loader.loadClass(service.getName()), loader).stream()
          .forEach(provider -> found.add(provider.type().getName()));
      return found;
    }
  }

  private static URLClassLoader loader(List<String> files) throws IOException {
    var urls = new ArrayList<URL>();
    for (var file : files) {
      urls.add(Path.of(file).toUri().toURL());
    }
    return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }
}
