package io.github.dcpt4j.cli.shared;

import picocli.CommandLine.IVersionProvider;

/** What {@code dcpt --version} prints. */
public final class Versions implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return new String[] {"dcpt " + ofDcpt()};
  }

  public static String ofDcpt() {
    String version = Versions.class.getPackage().getImplementationVersion();
    return version == null ? "(not packaged)" : version;
  }
}
