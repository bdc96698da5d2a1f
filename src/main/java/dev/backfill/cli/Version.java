package dev.backfill.cli;

import picocli.CommandLine.IVersionProvider;

/** The program's version, from the jar's manifest. */
public final class Version implements IVersionProvider {
  /** Makes the provider that the command line asks. */
  public Version() {}

  /** The version, or {@code development} when the program does not run from its jar. */
  public static String text() {
    var version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  @Override
  public String[] getVersion() {
    return new String[] {"Backfill Console " + text()};
  }
}
