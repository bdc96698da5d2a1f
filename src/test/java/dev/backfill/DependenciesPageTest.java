package dev.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/** The page on dependencies names each that the build has, in the version that it has. */
class DependenciesPageTest {
  @Test
  void namesEachDependencyInItsVersion() throws Exception {
    var page = Files.readString(Path.of("src/docs/dependencies.md"));
    var versions = versions();
    assertThat(versions).hasSizeGreaterThan(15);
    assertThat(versions).allSatisfy(version -> assertThat(page).contains(version));
  }

  /** Those of the project's own dependencies, and of the BOMs that raise others. */
  private static List<String> versions() throws Exception {
    var pom =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(Path.of("pom.xml").toFile())
            .getDocumentElement();
    var versions = new ArrayList<String>();
    var all = pom.getElementsByTagName("dependency");
    for (var i = 0; i < all.getLength(); i++) {
      var one = (Element) all.item(i);
      var list = one.getParentNode();
      var direct = list.getParentNode() == pom;
      var raised = text(one, "artifactId").matches("netty-bom|jackson-bom");
      if ((direct || raised) && !text(one, "version").isEmpty()) {
        versions.add(resolved(pom, text(one, "version")));
      }
    }
    return versions;
  }

  private static String resolved(Element pom, String version) {
    return version.startsWith("${")
        ? text(pom, version.substring(2, version.length() - 1))
        : version;
  }

  private static String text(Element of, String tag) {
    var found = of.getElementsByTagName(tag);
    return found.getLength() == 0 ? "" : found.item(0).getTextContent();
  }
}
