package io.github.dcpt4j.trainer.study;

/** Which clean pictures the classes of a study are made of. */
public enum CleanPictures {
  /**
   * Every class has its own, as in the published experiment; there from data sets of their own,
   * here drawn from one set, so that nothing but the degradation sets the classes apart.
   */
  DISJOINT,

  /**
   * The control: all classes are made of the same pictures, so that content tells nothing of the
   * class. All versions of a picture are held out together; else the nearest neighbours of one
   * would be its versions of other classes, and accuracies fall below chance.
   */
  SHARED
}
