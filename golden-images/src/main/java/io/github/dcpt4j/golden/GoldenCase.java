package io.github.dcpt4j.golden;

/**
 * A photograph in one of its degraded forms.
 *
 * @param picture name of the photograph
 * @param label name of the degradation
 */
record GoldenCase(String picture, String label) {

  /** The seed of the degradation: the same for ever, another for every case. */
  long seed() {
    return (long) label.hashCode() << Integer.SIZE | picture.hashCode() & 0xffffffffL;
  }

  /** Returns label and picture. */
  @Override
  public String toString() {
    return label + "/" + picture;
  }
}
