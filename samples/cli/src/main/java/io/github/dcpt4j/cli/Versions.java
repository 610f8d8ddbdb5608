package io.github.dcpt4j.cli;

import picocli.CommandLine.IVersionProvider;

/** What {@code dcpt --version} prints. */
final class Versions implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return new String[] {"dcpt " + ofDcpt()};
  }

  static String ofDcpt() {
    String version = Dcpt.class.getPackage().getImplementationVersion();
    return version == null ? "(not packaged)" : version;
  }
}
