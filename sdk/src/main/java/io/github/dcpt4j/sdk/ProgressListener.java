package io.github.dcpt4j.sdk;

/** Is told how far a call is. What it throws ends the call and passes through. */
@FunctionalInterface
public interface ProgressListener {
  /**
   * Called after each tile, by the thread that computes. A picture that is begun again with smaller
   * tiles, for lack of memory, counts from 1 again.
   *
   * @param done tiles done, from 1
   * @param total tiles of the picture; 1 if it is not cut
   */
  void tileDone(int done, int total);
}
